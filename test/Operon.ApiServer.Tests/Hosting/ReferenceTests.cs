using Xunit;

namespace Operon.ApiServer.Tests.Hosting;

public sealed class ReferenceTests
{
    [Fact]
    public void The_server_knows_bytes_and_tables_but_no_model_package() =>
        Assert.DoesNotContain(typeof(ApiServerHost).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.StartsWith("KubernetesClient", StringComparison.Ordinal));
}
