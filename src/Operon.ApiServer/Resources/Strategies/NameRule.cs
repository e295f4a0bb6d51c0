using System.Text.RegularExpressions;
using Operon.ApiServer.Selectors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>What a name may look like, with the message users know.</summary>
internal sealed partial class NameRule(Func<string, string?> error)
{
    private const string Label1123 =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Label1035 =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>RFC 1123 subdomain, at most 253 characters: most kinds.</summary>
    public static NameRule Subdomain { get; } = new(name =>
        name.Length > 253 ? TooLong(253) : LabelSyntax.Subdomain().IsMatch(name) ? null : LabelSyntax.SubdomainRule);

    /// <summary>RFC 1123 label, at most 63 characters: namespaces, containers, volumes.</summary>
    public static NameRule Label { get; } = new(name => name.Length > 63 ? TooLong(63) : LabelPattern().IsMatch(name) ? null : Label1123);

    /// <summary>RFC 1035 label: services.</summary>
    public static NameRule ServiceLabel { get; } = new(name => name.Length > 63 ? TooLong(63) : ServicePattern().IsMatch(name) ? null : Label1035);

    /// <summary>Anything that fits one URL path segment: RBAC.</summary>
    public static NameRule PathSegment { get; } = new(name =>
        name is "." or ".." ? $"may not be '{name}'"
        : name.Contains('/', StringComparison.Ordinal) ? "may not contain '/'"
        : name.Contains('%', StringComparison.Ordinal) ? "may not contain '%'" : null);

    /// <summary>Why the name is refused; null when it is fine.</summary>
    public string? Error(string name) => error(name);

    /// <summary>A generateName may end in a dash, since characters follow it.</summary>
    public string? PrefixError(string prefix) => error(prefix.Length > 1 && prefix.EndsWith('-') ? prefix[..^1] + "a" : prefix);

    private static string TooLong(int maximum) => $"must be no more than {maximum} characters";

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex ServicePattern();
}
