using System.Text;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.CustomResources.Rules;

/// <summary>The <c>fieldPath</c> of a rule: <c>.spec.replicas</c>, <c>.labels['app']</c>.</summary>
internal static class RuleFieldPath
{
    /// <summary>The path as causes write it, such as <c>spec.replicas</c>; null when it does not lead to a field of the schema.</summary>
    public static string? Normalize(string path, Schema schema)
    {
        var normalized = new StringBuilder();
        var position = 0;
        while (position < path.Length)
        {
            var name = path[position] switch
            {
                '.' => Name(path, ref position),
                '[' => Quoted(path, ref position),
                _ => null,
            };
            if (name is null)
            {
                return null;
            }
            if (schema.Properties.Count > 0 || schema.AdditionalProperties is null)
            {
                if (!schema.Properties.TryGetValue(name, out var property))
                {
                    return null;
                }
                normalized.Append(normalized.Length > 0 ? "." : "").Append(name);
                schema = property;
            }
            else
            {
                normalized.Append('[').Append(name).Append(']');
                schema = schema.AdditionalProperties;
            }
        }
        return normalized.ToString();
    }

    private static string? Name(string path, ref int position)
    {
        var start = ++position;
        var end = path.AsSpan(start).IndexOfAny('.', '[', ']');
        position = end < 0 ? path.Length : start + end;
        return position > start ? path[start..position] : null;
    }

    private static string? Quoted(string path, ref int position)
    {
        var name = new StringBuilder();
        if (position + 1 >= path.Length || path[position + 1] != '\'')
        {
            return null;
        }
        for (position += 2; position < path.Length && path[position] != '\''; position++)
        {
            if (path[position] != '\\')
            {
                name.Append(path[position]);
                continue;
            }
            if (++position == path.Length || @"abfnrtv'\".IndexOf(path[position], StringComparison.Ordinal) is var escape && escape < 0)
            {
                return null;
            }
            name.Append("\a\b\f\n\r\t\v'\\"[escape]);
        }
        if (position + 1 >= path.Length || path[position + 1] != ']')
        {
            return null;
        }
        position += 2;
        return name.ToString();
    }
}
