__license__using Operon.Runtime;
using __Root__;

var builder = OperatorHost.CreateBuilder(args);
builder.AddComponents();
return await builder.Build().RunAsync();
