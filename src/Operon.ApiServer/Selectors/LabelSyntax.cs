using System.Text.RegularExpressions;

namespace Operon.ApiServer.Selectors;

/// <summary>What a label key and a label value may look like; also used for annotation keys and finalizers.</summary>
internal static partial class LabelSyntax
{
    private const string NameRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string ValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    internal const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Why the text is no qualified name (<c>[prefix/]name</c>); null when it is one.</summary>
    public static string? KeyError(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            return "a qualified name " + NameRule["name part ".Length..] + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        }
        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
            {
                return "prefix part must be non-empty";
            }
            if (parts[0].Length > 253)
            {
                return "prefix part must be no more than 253 characters";
            }
            if (!Subdomain().IsMatch(parts[0]))
            {
                return "prefix part " + SubdomainRule;
            }
        }
        var name = parts[^1];
        return name.Length == 0 ? "name part must be non-empty"
            : name.Length > 63 ? "name part must be no more than 63 characters"
            : Name().IsMatch(name) ? null : NameRule;
    }

    /// <summary>Why the text is no label value; null when it is one.</summary>
    public static string? ValueError(string value) =>
        value.Length > 63 ? "must be no more than 63 characters"
        : value.Length == 0 || Name().IsMatch(value) ? null : ValueRule;

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    internal static partial Regex Subdomain();
}
