using Operon.Cli.Packages;

namespace Operon.Cli.Tests.Support;

/// <summary>The clone the tests were built in.</summary>
internal static class Repository
{
    public static SourceTree Sources { get; } = SourceTree.OfThisProgram() ?? throw new InvalidOperationException("The tests were not built in a clone.");

    public static string Root => Sources.Root;
}
