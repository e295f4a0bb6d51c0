using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Operon.Generators.Tests;

/// <summary>What a project file says: properties by name, and files beside it.</summary>
internal sealed class ProjectSettings : AnalyzerConfigOptionsProvider
{
    public Dictionary<string, string> Properties { get; } = new() { ["RootNamespace"] = "Demo" };

    /// <summary>
    /// Whether only schemas are looked at: neither rules nor System.Text.Json's generator run, which takes most of the time because of the
    /// official metadata type. The program is not complete then.
    /// </summary>
    public bool IsSchemaOnly { get; init; }

    /// <summary>Whether the rules run, but not System.Text.Json's generator, whose part they do not look at.</summary>
    public bool SkipsJsonGenerator { get; init; }

    public Dictionary<string, string> AdditionalFiles { get; } = [];

    public override AnalyzerConfigOptions GlobalOptions => new Options(Properties);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Options(Dictionary<string, string> properties) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = null;
            return key.StartsWith("build_property.", StringComparison.Ordinal) && properties.TryGetValue(key["build_property.".Length..], out value);
        }
    }
}
