using Operon.Runtime;

namespace Orchard.Tests;

public sealed class ProgramTests
{
    [Fact]
    public async Task A_wrong_option_ends_the_program_with_exit_code_1()
    {
        var builder = OperatorHost.CreateBuilder(["--concurrency", "none"]);
        builder.AddComponents();
        await using var host = builder.Build();
        Assert.Equal(1, await host.RunAsync(TestContext.Current.CancellationToken));
    }
}
