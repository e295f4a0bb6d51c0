using Microsoft.CodeAnalysis;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>Each rule has a page, a line in the list of releases, and a test that breaks it.</summary>
public sealed class RulePageTests
{
    private static readonly IReadOnlyList<DiagnosticDescriptor> _rules = [.. new CustomResourceAnalyzer().SupportedDiagnostics];

    private static readonly IReadOnlyList<DiagnosticDescriptor> _documented = [.. Compiled.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)];

    [Fact]
    public void Every_rule_has_a_page_with_its_title_severity_example_and_fix()
    {
        foreach (var rule in _documented)
        {
            var page = File.ReadAllText(Repository.File("docs", "rules", $"{rule.Id}.md"));
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", page, StringComparison.Ordinal);
            Assert.Contains("Severity: ", page, StringComparison.Ordinal);
            Assert.Contains("## Example", page, StringComparison.Ordinal);
            Assert.Contains("## Fix", page, StringComparison.Ordinal);
            Assert.EndsWith($" docs/rules/{rule.Id}.md.", rule.Description.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.Empty(rule.HelpLinkUri);
        }
    }

    [Fact]
    public void Every_rule_is_listed_for_a_release_with_its_severity()
    {
        var listed = File.ReadAllText(Repository.File("src", "Operon.Generators", "AnalyzerReleases.Unshipped.md"))
            + File.ReadAllText(Repository.File("src", "Operon.Generators", "AnalyzerReleases.Shipped.md"));
        Assert.DoesNotContain(_documented, rule => !listed.Contains($"{rule.Id} | Operon | {rule.DefaultSeverity} |", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_of_definitions_has_a_test_that_breaks_it()
    {
        var tests = typeof(RulePageTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.Name).ToList();
        Assert.DoesNotContain(_rules, rule => !tests.Any(test => test.StartsWith($"{rule.Id}_", StringComparison.Ordinal)));
    }
}
