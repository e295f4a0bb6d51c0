using System.Reflection;

namespace Operon.Runtime;

/// <summary>The version of the program.</summary>
internal static class OperatorVersion
{
    public static string Current { get; } =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
