using System.Text.RegularExpressions;
using Xunit;

namespace Operon.Etcd.Tests.Documentation;

/// <summary>The table of etcd's rules names files and tests: they have to be there.</summary>
public sealed partial class SafetyRulesTests
{
    private static readonly string[] _rules =
    [
        .. Enumerable.Range(1, 15).Select(i => $"M{i}"), .. Enumerable.Range(1, 6).Select(i => $"B{i}"), .. Enumerable.Range(1, 6).Select(i => $"U{i}"),
        .. Enumerable.Range(1, 6).Select(i => $"D{i}"), .. Enumerable.Range(1, 6).Select(i => $"C{i}"), .. Enumerable.Range(1, 5).Select(i => $"A{i}"),
    ];

    [Fact]
    public void Every_rule_has_one_row() => Assert.Equal(_rules.Order(StringComparer.Ordinal), Rows().Select(row => row.Rule).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_file_that_is_named_exists()
    {
        var files = Rows().SelectMany(row => NamedFile().Matches(row.Where).Select(match => match.Groups[1].Value));
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Repository(), "operators", "Operon.Etcd", file)), file));
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository(), "test"), "*Tests*.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileName(file).Split('.')[0], File.ReadAllText);
        var missing = Rows().SelectMany(row => NamedTest().Matches(row.Test))
            .Where(named => !sources[named.Groups["class"].Value].Any(text => text.Contains($" {named.Groups["test"].Value}(", StringComparison.Ordinal)))
            .Select(named => named.Value);
        Assert.Empty(missing);
    }

    [Fact]
    public void A_rule_that_is_kept_names_a_file_and_a_test() => Assert.All(
        Rows().Where(row => !row.Kept.StartsWith("no", StringComparison.Ordinal)),
        row => Assert.True(NamedFile().IsMatch(row.Where) && NamedTest().IsMatch(row.Test), row.Rule));

    private static IEnumerable<(string Rule, string Kept, string Where, string Test)> Rows() =>
        File.ReadLines(Path.Combine(Repository(), "docs", "etcd", "safety-rules.md"))
            .Where(line => RuleRow().IsMatch(line))
            .Select(line => line.Split('|'))
            .Select(cells => (cells[1].Trim(), cells[3].Trim(), cells[4], cells[5]));

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operon.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"^\| [A-Z]\d+ \|")]
    private static partial Regex RuleRow();

    [GeneratedRegex(@"`([\w/]+\.cs)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<test>\w+)`")]
    private static partial Regex NamedTest();
}
