using Xunit;

namespace Operon.Generators.Tests;

public sealed class CompiledTests
{
    [Fact]
    public async Task A_program_that_uses_nothing_of_operon_compiles_and_nothing_is_added_to_it()
    {
        var program = await Compiled.FromAsync("namespace Demo; public sealed record Plain(string Text);");
        Assert.Empty(program.Errors);
        Assert.Empty(program.Diagnostics);
        Assert.Empty(program.Run.GeneratedTrees);
    }
}
