using System.Text.RegularExpressions;
using Xunit;

namespace Operon.Etcd.Tests.Serving;

/// <summary>docs/etcd/feature-table.md claims nothing that no test shows.</summary>
public sealed partial class FeatureTableTests
{
    [Fact]
    public void Each_of_the_125_features_has_one_row_with_an_answer()
    {
        var rows = Rows();
        Assert.Equal(Enumerable.Range(1, 125), rows.Select(row => int.Parse(row[1].Trim(), System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(rows, row => Assert.Contains(row[7].Trim(), (string[])["yes", "partly", "no"]));
    }

    [Fact]
    public void A_feature_that_is_there_names_a_test_that_exists()
    {
        Assert.All(Rows().Where(row => row[7].Trim() != "no"), row =>
        {
            var link = Link().Match(row[8]);
            Assert.True(link.Success, $"row {row[1]} names no test");
            var file = Repository.Path(Path.Combine("docs/etcd", link.Groups[2].Value));
            Assert.Matches($"\\[(?:Fact|Theory)[^\\n]*\\](?:\\s*\\[[^\\n]*\\])*\\s*public (?:async )?(?:Task|void) {link.Groups[1].Value}\\(", File.ReadAllText(file));
        });
    }

    [Fact]
    public void At_least_ten_of_the_fourteen_wants_are_met_by_tests_that_exist()
    {
        var wants = File.ReadLines(Repository.Path("docs/etcd/feature-table.md")).Where(line => line.StartsWith("| W", StringComparison.Ordinal)).Select(line => line.Split('|')).ToList();
        Assert.Equal(14, wants.Count);
        Assert.InRange(wants.Count(want => want[3].Trim() == "yes" && File.Exists(Repository.Path(Path.Combine("docs/etcd", Link().Match(want[4]).Groups[2].Value)))), 10, 14);
    }

    private static List<string[]> Rows() =>
        [.. File.ReadLines(Repository.Path("docs/etcd/feature-table.md")).Where(line => Row().IsMatch(line)).Select(line => line.Split('|'))];

    [GeneratedRegex("^\\| [0-9]+ \\|")]
    private static partial Regex Row();

    [GeneratedRegex("\\[(\\w+)\\]\\(([^)]+)\\)")]
    private static partial Regex Link();
}
