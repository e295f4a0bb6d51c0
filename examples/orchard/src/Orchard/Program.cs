using Operon.Runtime;
using Orchard;

var builder = OperatorHost.CreateBuilder(args);
builder.AddComponents();
return await builder.Build().RunAsync();
