using System.Runtime.InteropServices;

namespace Operon.Cli.Clusters;

/// <summary>The <c>dotnet</c> program that runs this process: the way to start another assembly of the same build.</summary>
internal static class DotnetHost
{
    /// <summary>Absolute path; <c>ROOT/shared/Microsoft.NETCore.App/VERSION/</c> is where the runtime itself lies.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>Absolute path of an assembly of this build.</summary>
    public static string Assembly(string fileName) => Path.Combine(AppContext.BaseDirectory, fileName);
}
