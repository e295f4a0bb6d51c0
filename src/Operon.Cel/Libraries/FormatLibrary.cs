using System.Globalization;
using System.Text.RegularExpressions;
using Operon.Cel.Functions;
using Operon.Cel.Patterns;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>Kubernetes' named formats.</summary>
internal static class FormatLibrary
{
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string NamePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

    private static readonly Dictionary<string, FormatValue> Named = new(StringComparer.Ordinal)
    {
        ["dns1123Label"] = new("DNS1123Label", 30, s => Dns1123Label(s)),
        ["dns1123Subdomain"] = new("DNS1123Subdomain", 60, s => Dns1123Subdomain(s)),
        ["dns1035Label"] = new("DNS1035Label", 30, s => Dns1035Label(s)),
        ["qualifiedName"] = new("QualifiedName", 60, QualifiedName),
        ["dns1123LabelPrefix"] = new("DNS1123LabelPrefix", 30, s => Dns1123Label(Prefix(s))),
        ["dns1123SubdomainPrefix"] = new("DNS1123SubdomainPrefix", 60, s => Dns1123Subdomain(Prefix(s))),
        ["dns1035LabelPrefix"] = new("DNS1035LabelPrefix", 30, s => Dns1035Label(Prefix(s))),
        ["labelValue"] = new("LabelValue", 40, LabelValue),
        ["uri"] = new("URI", 1100, s => UrlValue.Parse(s, out var problem) is null ? [problem] : []),
        ["uuid"] = new("uuid", 70, s => Is(s, "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$") ? [] : ["does not match the UUID format"]),
        ["byte"] = new("byte", 90, s => IsBase64(s) ? [] : ["invalid base64"]),
        ["date"] = new("date", 140, s => DateTime.TryParseExact(s, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? [] : ["invalid date"]),
        ["datetime"] = new("datetime", 140, s => TimeText.Timestamp(s) is null ? ["invalid datetime"] : []),
    };

    public static void AddTo(FunctionTable table)
    {
        var format = FormatValue.FormatType;
        table.NamedType(format);
        foreach (var entry in Named)
        {
            table.Global("format." + entry.Key, "format-" + entry.Key, format, _ => entry.Value);
        }
        table.Global("format.named", "format-named", CelType.Optional(format), a => CelValue.Optional(Named.TryGetValue(((CelString)a[0]).Text, out var known) ? known : null), CelType.String);
        table.Member("validate", "format-validate", CelType.Optional(ListOfString), a => Validate((FormatValue)a[0], ((CelString)a[1]).Text), format, CelType.String);
    }

    private static CelOptional Validate(FormatValue format, string text)
    {
        var problems = format.Validate(text);
        return problems.Count == 0 ? CelOptional.None : new(new ArrayList([.. problems.Select(p => new CelString(p))]));
    }

    private static bool Is(string text, string pattern) => PatternCache.Find(pattern, out _)!.IsMatch(text);

    private static bool IsBase64(string text) => text.Length % 4 == 0 && Is(text, "^[A-Za-z0-9+/]*={0,2}$");

    // A prefix may end with a dash: the generated part of the name follows it.
    private static string Prefix(string text) => text.Length > 1 && text[text.Length - 1] == '-' ? text.Substring(0, text.Length - 1) + "a" : text;

    private static List<string> Check(string text, int maxLength, string pattern, string problem)
    {
        var problems = new List<string>();
        if (text.Length > maxLength)
        {
            problems.Add($"must be no more than {maxLength} characters");
        }
        if (!Is(text, $"^{pattern}$"))
        {
            problems.Add(problem);
        }
        return problems;
    }

    private static List<string> Dns1123Label(string text) => Check(text, 63, LabelPattern,
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + $"(e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelPattern}')");

    private static List<string> Dns1123Subdomain(string text) => Check(text, 253, $@"{LabelPattern}(\.{LabelPattern})*",
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + $@"(e.g. 'example.com', regex used for validation is '{LabelPattern}(\.{LabelPattern})*')");

    private static List<string> Dns1035Label(string text) => Check(text, 63, "[a-z]([-a-z0-9]*[a-z0-9])?",
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");

    private static List<string> LabelValue(string text) => Check(text, 63, $"({NamePattern})?",
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");

    public static List<string> QualifiedName(string text)
    {
        const string Problem = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
            + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
        var parts = text.Split('/');
        if (parts.Length > 2)
        {
            return ["a qualified name " + Problem + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }
        var problems = new List<string>();
        if (parts.Length == 2)
        {
            problems.AddRange((parts[0].Length == 0 ? ["must be non-empty"] : Dns1123Subdomain(parts[0])).Select(problem => "prefix part " + problem));
        }
        var name = parts[parts.Length - 1];
        problems.AddRange((name.Length == 0 ? ["must be non-empty", .. Check(name, 63, NamePattern, Problem)] : Check(name, 63, NamePattern, Problem)).Select(problem => "name part " + problem));
        return problems;
    }
}
