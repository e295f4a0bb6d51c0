using System.Globalization;
using System.Text;

namespace Operon.Testing;

/// <summary>How the rights of a user compare with what the user asked for.</summary>
/// <param name="User">Who asked.</param>
/// <param name="Missing">Rights that requests needed and no role grants.</param>
/// <param name="Unused">Rights that a role grants and no request needed.</param>
public sealed record RbacReport(string User, IReadOnlyList<MissingRight> Missing, IReadOnlyList<UsedRule> Unused)
{
    /// <summary>Nothing is missing, and nothing is granted in vain.</summary>
    public bool IsExact => Missing.Count == 0 && Unused.Count == 0;

    /// <summary>For people: each right on a line, and the attributes that would add what is missing.</summary>
    public override string ToString()
    {
        if (IsExact)
        {
            return $"The rights of '{User}' are exactly those it used.";
        }

        var text = new StringBuilder($"The rights of '{User}' are not those it used.");
        if (Missing.Count > 0)
        {
            text.Append("\nMissing (needed by a request, granted by no role):");
            foreach (var right in Missing)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  {right.Verb,-16} {Resource(right.Group, right.Resource)}{(right.Namespace is null ? "" : $" in {right.Namespace}")}, {right.Count}x, first {right.First}");
            }

            text.Append("\n  Add:");
            foreach (var resource in Missing.Where(right => !right.Resource.StartsWith('/')).GroupBy(right => (right.Group, right.Resource)))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n    [Rbac(\"{resource.Key.Group}\", \"{resource.Key.Resource}\", {Verbs(resource.Select(right => right.Verb))})]");
            }

            foreach (var path in Missing.Where(right => right.Resource.StartsWith('/')).Select(right => right.Resource).Distinct())
            {
                text.Append(CultureInfo.InvariantCulture, $"\n    [RbacUrl(\"{path}\", Verbs.Get)]");
            }
        }

        if (Unused.Count > 0)
        {
            text.Append("\nUnused (granted by a role, needed by no request):");
            foreach (var rule in Unused)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  {string.Join(",", rule.Verbs),-16} {Resource(rule.Group, rule.Resource)}");
            }
        }

        return text.ToString();
    }

    private static string Resource(string group, string resource) => group.Length == 0 ? resource : $"{group} {resource}";

    private static string Verbs(IEnumerable<string> verbs) => string.Join(" | ", verbs.Distinct().Select(verb => verb switch
    {
        "deletecollection" => "Verbs.DeleteCollection",
        _ => $"Verbs.{char.ToUpperInvariant(verb[0])}{verb[1..]}",
    }));
}
