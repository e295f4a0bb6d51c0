using System.Text;

namespace Operon.Cel;

/// <summary>Kubernetes' escaping of property names that are not CEL identifiers.</summary>
public static class CelIdentifier
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    };

    /// <summary>
    /// Escapes a property name: <c>.</c>, <c>-</c>, <c>/</c> and <c>__</c> become <c>__dot__</c>, <c>__dash__</c>, <c>__slash__</c> and
    /// <c>__underscores__</c>; a reserved word gets <c>__</c> at both ends.
    /// </summary>
    /// <returns>False for a name that cannot be an identifier (empty, starts with a digit, has another character): expressions cannot reach it.</returns>
    public static bool TryEscape(string property, out string identifier)
    {
        identifier = "";
        if (property.Length == 0 || (property[0] is >= '0' and <= '9'))
        {
            return false;
        }
        if (Keywords.Contains(property))
        {
            identifier = "__" + property + "__";
            return true;
        }
        var text = new StringBuilder(property.Length + 8);
        for (var i = 0; i < property.Length; i++)
        {
            switch (property[i])
            {
                case '.':
                    text.Append("__dot__");
                    break;
                case '-':
                    text.Append("__dash__");
                    break;
                case '/':
                    text.Append("__slash__");
                    break;
                case '_' when i + 1 < property.Length && property[i + 1] == '_':
                    text.Append("__underscores__");
                    i++;
                    break;
                case >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_':
                    text.Append(property[i]);
                    break;
                default:
                    return false;
            }
        }
        identifier = text.ToString();
        return true;
    }

    internal static bool IsReserved(string word) => Keywords.Contains(word);
}
