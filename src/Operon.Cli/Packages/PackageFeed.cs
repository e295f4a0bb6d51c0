using System.Reflection;
using System.Security;

namespace Operon.Cli.Packages;

/// <summary>Which version of Operon's packages a new project uses, and where they come from.</summary>
/// <param name="Version">The version.</param>
/// <param name="Folder">Folder of packages made on this machine; null when they come from the sources NuGet knows.</param>
internal sealed record PackageFeed(string Version, string? Folder)
{
    /// <summary>The packages released with this program.</summary>
    public static PackageFeed Released { get; } =
        new(typeof(PackageFeed).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.1.0", null);

    /// <summary>Text of a nuget.config that adds the folder to the sources NuGet knows.</summary>
    public string NugetConfig() =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <configuration>
          <packageSources>
            <!-- Packages made on this machine from Operon's sources. Delete this file when OperonVersion in Directory.Build.props is a released one. -->
            <add key="operon" value="{SecurityElement.Escape(Folder!)}" />
          </packageSources>
        </configuration>

        """;
}
