using System.Text.RegularExpressions;

namespace Operon.Kubernetes;

/// <summary>The manager of a conflict: the server says it only in the cause's message, in one fixed form.</summary>
internal static partial class FieldConflicts
{
    public static FieldConflict Read(StatusCause cause)
    {
        var match = Form().Match(cause.Message);
        return new FieldConflict(
            match.Success ? Unescape(match.Groups["manager"].Value) : "",
            cause.Field,
            match.Groups["subresource"] is { Success: true, Value: var subresource } ? Unescape(subresource) : null,
            match.Groups["version"] is { Success: true, Value: var version } ? version : null);
    }

    private static string Unescape(string quoted) =>
        quoted.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    [GeneratedRegex("""^conflict with "(?<manager>(?:[^"\\]|\\.)*)"(?: with subresource "(?<subresource>(?:[^"\\]|\\.)*)")?(?: using (?<version>[^\s:]+))?""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
