using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Operon.Generators;

/// <summary>What the project file says about definitions.</summary>
/// <param name="RootNamespace">Where <c>CustomResourceDefinitions</c> goes.</param>
/// <param name="MaxDescriptionLength">Longest description; null for no limit, 0 for none at all.</param>
/// <param name="AllowFloatingPoint">Whether fields may be floating-point numbers.</param>
/// <param name="EmbedObjectMeta">Whether embedded metadata has its usual fields; without them servers prune it to nothing.</param>
/// <param name="RequireByDefault">Whether non-null value types without initializer are required.</param>
internal sealed record ProjectOptions(string RootNamespace, int? MaxDescriptionLength, bool AllowFloatingPoint, bool EmbedObjectMeta, bool RequireByDefault)
{
    public static ProjectOptions From(AnalyzerConfigOptions options, string? assemblyName)
    {
        var rootNamespace = Property(options, "RootNamespace") ?? assemblyName ?? "";
        var maximum = Property(options, "CrdMaxDescriptionLength");
        return new ProjectOptions(
            rootNamespace,
            int.TryParse(maximum, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null,
            IsTrue(options, "CrdAllowFloatingPoint") ?? false,
            IsTrue(options, "CrdEmbedObjectMeta") ?? true,
            string.Equals(Property(options, "CrdFieldDefault"), "required", StringComparison.OrdinalIgnoreCase));
    }

    private static bool? IsTrue(AnalyzerConfigOptions options, string name) => bool.TryParse(Property(options, name), out var value) ? value : null;

    private static string? Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue($"build_property.{name}", out var value) && value.Length > 0 ? value : null;
}
