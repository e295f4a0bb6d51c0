using System.Text;
using System.Text.RegularExpressions;

namespace Operon.Cli.Projects;

/// <summary>Names of projects, groups, versions and kinds: checks, and what follows from them.</summary>
internal static partial class Names
{
    /// <summary><c>guest-book</c> becomes <c>GuestBook</c>.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder();
        foreach (var part in name.Split(['-', '.', '_'], StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(char.ToUpperInvariant(part[0])).Append(part.AsSpan(1));
        }

        return text.ToString();
    }

    /// <summary>The plural of a kind, in lower case, by the rules of the generator and of kubebuilder.</summary>
    public static string Plural(string kind) => Generators.Plurals.Of(kind);

    /// <summary>A kind in lower case, as in names of files and controllers.</summary>
#pragma warning disable CA1308 // Kubernetes writes these in lower case.
    public static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>Throws unless the name can name a project, an image and a namespace.</summary>
    public static void CheckProject(string name)
    {
        if (!Label().IsMatch(name) || name.Length > 40)
        {
            throw new CommandException(
                $"'{name}' cannot name a project: it becomes part of the names of Kubernetes objects. Use lower-case letters, digits and dashes, a letter first, at most 40: {Suggest(name)}");
        }
    }

    public static void CheckDomain(string domain) => Check(Subdomain(), domain, "--domain", "a DNS name such as example.com");

    public static void CheckGroup(string group) => Check(Subdomain(), group, "--group", "a DNS name such as cache.example.com, or its first part");

    public static void CheckVersion(string version) => Check(ApiVersion(), version, "--version", "v1, v1alpha1 or v2beta1, for instance");

    public static void CheckKind(string kind) => Check(Kind(), kind, "--kind", "one word that begins with a capital letter, such as Guestbook, at most 63 letters and digits");

    public static void CheckPlural(string plural) => Check(Label(), plural, "--plural", "lower-case letters and digits, such as guestbooks");

    private static void Check(Regex allowed, string value, string option, string remedy)
    {
        if (!allowed.IsMatch(value) || value.Length > 253)
        {
            throw new CommandException($"{option} is '{value}'; it must be {remedy}.");
        }
    }

    private static string Suggest(string name)
    {
        var letters = Lower(name).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').ToArray();
        var suggestion = new string(letters).Trim('-').TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-');
        return suggestion.Length == 0 ? "my-operator" : suggestion[..Math.Min(40, suggestion.Length)];
    }

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?\\z")]
    private static partial Regex Label();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex("^v[1-9][0-9]*((alpha|beta)[1-9][0-9]*)?\\z")]
    private static partial Regex ApiVersion();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]{0,62}\\z")]
    private static partial Regex Kind();
}
