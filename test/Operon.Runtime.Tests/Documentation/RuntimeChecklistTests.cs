using System.Text.RegularExpressions;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>The checklist in the documentation names tests: they have to be there.</summary>
public sealed partial class RuntimeChecklistTests
{
    [Fact]
    public void Every_test_the_checklist_names_exists()
    {
        var repository = Repository();
        var sources = Directory.EnumerateFiles(Path.Combine(repository, "test"), "*Tests*.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileName(file).Split('.')[0], File.ReadAllText);
        var missing = File.ReadLines(Path.Combine(repository, "docs", "runtime-checklist.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(line => NamedTest().Matches(line.Split('|')[^2]))
            .Where(named => !sources[named.Groups["class"].Value].Any(text => text.Contains($" {named.Groups["test"].Value}(", StringComparison.Ordinal)))
            .Select(named => named.Value);
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_row_that_is_built_names_a_test()
    {
        var without = File.ReadLines(Path.Combine(Repository(), "docs", "runtime-checklist.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length > 5 && cells[^3].Trim() == "yes" && !NamedTest().IsMatch(cells[^2]))
            .Select(cells => cells[1]);
        Assert.Empty(without);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operon.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<test>\w+)`")]
    private static partial Regex NamedTest();
}
