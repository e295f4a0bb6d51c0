using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Operon.Generators;

/// <summary>Where generated classes of the assembly live.</summary>
internal static class RootNamespace
{
    public static string Of(AnalyzerConfigOptionsProvider options, Compilation compilation) =>
        options.GlobalOptions.TryGetValue("build_property.RootNamespace", out var name) && name.Length > 0 ? name : compilation.AssemblyName?.Replace('-', '_') ?? "Generated";
}
