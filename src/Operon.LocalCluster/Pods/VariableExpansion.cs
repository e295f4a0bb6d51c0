using System.Text;

namespace Operon.LocalCluster.Pods;

/// <summary>
/// Replaces <c>$(NAME)</c> in command, args and env values as the container API defines it: unknown names stay as they are,
/// <c>$$</c> writes one <c>$</c>.
/// </summary>
internal static class VariableExpansion
{
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length; position++)
        {
            if (text[position] != '$' || position + 1 == text.Length)
            {
                result.Append(text[position]);
            }
            else if (text[position + 1] == '$')
            {
                result.Append('$');
                position++;
            }
            else if (text[position + 1] == '(' && text.IndexOf(')', position + 2) is >= 0 and var end)
            {
                var name = text[(position + 2)..end];
                result.Append(variables.TryGetValue(name, out var value) ? value : text[position..(end + 1)]);
                position = end;
            }
            else
            {
                result.Append('$');
            }
        }

        return result.ToString();
    }
}
