using System.Diagnostics;

namespace Operon.Runtime;

/// <summary>The spans of the runtime. Source: <c>Operon.Runtime</c>.</summary>
internal static class RuntimeTraces
{
    public const string SourceName = "Operon.Runtime";

    public static ActivitySource Source { get; } = new(SourceName);
}
