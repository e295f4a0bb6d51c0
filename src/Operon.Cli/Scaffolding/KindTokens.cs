using System.Globalization;
using Operon.Cli.Projects;

namespace Operon.Cli.Scaffolding;

/// <summary>What templates of one kind know besides the project.</summary>
internal static class KindTokens
{
    public static Tokens Of(OperatorProject project, ResourceName resource) => ProjectTokens.Of(project).With(
        ("group", resource.FullGroup),
        ("shortGroup", resource.Group),
        ("version", resource.Version),
        ("Version", Version(resource.Version)),
        ("Kind", resource.Kind),
        ("kind", Names.Lower(resource.Kind)),
        ("plural", resource.Plural));

    /// <summary>Namespace of an API version: <c>v1alpha1</c> becomes <c>V1Alpha1</c>.</summary>
    public static string Version(string version) => string.Concat(version.Select((letter, index) =>
        char.IsAsciiLetter(letter) && (index == 0 || char.IsAsciiDigit(version[index - 1])) ? letter.ToString(CultureInfo.InvariantCulture).ToUpperInvariant() : letter.ToString(CultureInfo.InvariantCulture)));
}
