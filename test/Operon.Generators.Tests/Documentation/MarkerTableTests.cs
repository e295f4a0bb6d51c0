using System.Text.RegularExpressions;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>docs/markers.md names a test for each marker: they have to be there.</summary>
public sealed partial class MarkerTableTests
{
    [Fact]
    public void Every_test_the_table_names_exists()
    {
        var tests = typeof(MarkerTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();
        var named = Rows().SelectMany(row => NamedTest().Matches(row).Select(match => match.Groups[1].Value)).ToList();
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !tests.Contains(name));
    }

    [Fact]
    public void Every_marker_that_has_a_form_names_a_test()
    {
        var without = Rows().Select(row => row.Split('|')).Where(cells => cells.Length == 6 && !cells[2].Trim().StartsWith("none", StringComparison.Ordinal) && !NamedTest().IsMatch(cells[4]));
        Assert.Empty(without.Select(cells => cells[1]));
    }

    [Fact]
    public void Every_test_of_a_marker_is_named_by_the_table()
    {
        var text = File.ReadAllText(Repository.File("docs", "markers.md"));
        Type[] classes = [typeof(ValidationMarkerTests), typeof(TopologyMarkerTests), typeof(DefinitionMarkerTests), typeof(ProjectOptionTests)];
        var tests = classes.SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => $"`{type.Name}.{method.Name}`"));
        Assert.DoesNotContain(tests, test => !text.Contains(test, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Rows() => File.ReadLines(Repository.File("docs", "markers.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| controller-gen", StringComparison.Ordinal));

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex NamedTest();
}
