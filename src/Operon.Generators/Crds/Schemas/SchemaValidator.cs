using System.Text.RegularExpressions;

namespace Operon.Generators;

/// <summary>Checks defaults as servers do when a definition is created: valid, complete after nested defaults, and nothing to prune.</summary>
internal static class SchemaValidator
{
    /// <summary>What is wrong with the value, or null.</summary>
    public static string? Problem(JsonNode value, JsonObject schema, string path = "")
    {
        var where = path.Length == 0 ? "" : $"{path}: ";
        if (value is JsonNull)
        {
            return schema.IsTrue("nullable") ? null : $"{where}null is not allowed without [Nullable]";
        }

        if (!HasType(value, schema))
        {
            return $"{where}{value.ToJson()} is not of type {(schema.IsTrue("x-kubernetes-int-or-string") ? "integer or string" : schema.Text("type"))}";
        }

        if (schema.Array("enum") is { } allowed && !allowed.Any(item => JsonNode.AreEqual(item, value)))
        {
            return $"{where}{value.ToJson()} is none of {allowed.ToJson()}";
        }

        return value switch
        {
            JsonNumber number => Number(number, schema, where),
            JsonText text => Text(text.Value, schema, where),
            JsonArray items => Items(items, schema, path, where),
            JsonObject members => Members(members, schema, path, where),
            _ => null,
        };
    }

    private static bool HasType(JsonNode value, JsonObject schema) => schema.IsTrue("x-kubernetes-int-or-string")
        ? value is JsonText or JsonNumber { IsInteger: true }
        : schema.Text("type") switch
        {
            "string" => value is JsonText,
            "integer" => value is JsonNumber { IsInteger: true },
            "number" => value is JsonNumber,
            "boolean" => value is JsonBoolean,
            "array" => value is JsonArray,
            "object" => value is JsonObject,
            _ => true,
        };

    private static string? Number(JsonNumber number, JsonObject schema, string where)
    {
        var value = number.Value;
        if (schema["minimum"] is JsonNumber minimum && (value < minimum.Value || (schema.IsTrue("exclusiveMinimum") && value == minimum.Value)))
        {
            return $"{where}{number.Literal} is below the minimum {minimum.Literal}";
        }

        if (schema["maximum"] is JsonNumber maximum && (value > maximum.Value || (schema.IsTrue("exclusiveMaximum") && value == maximum.Value)))
        {
            return $"{where}{number.Literal} is above the maximum {maximum.Literal}";
        }

        return schema["multipleOf"] is JsonNumber divisor && Math.IEEERemainder(value, divisor.Value) != 0 ? $"{where}{number.Literal} is no multiple of {divisor.Literal}" : null;
    }

    private static string? Text(string text, JsonObject schema, string where)
    {
        if (Count(text.Length, "Length", schema) is { } problem)
        {
            return $"{where}\"{text}\" {problem}";
        }

        // RE2 of servers and .NET agree on the patterns that got this far.
        return schema.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            ? $"{where}\"{text}\" does not match {pattern}"
            : null;
    }

    private static string? Items(JsonArray items, JsonObject schema, string path, string where)
    {
        if (Count(items.Count, "Items", schema) is { } problem)
        {
            return where + problem;
        }

        if (schema.Text("x-kubernetes-list-type") == "set" && items.Select(item => item.ToJson()).Distinct().Count() < items.Count)
        {
            return $"{where}a set has an item twice";
        }

        return schema.Object("items") is { } inner ? items.Select((item, index) => Problem(item, inner, $"{path}[{index}]")).FirstOrDefault(found => found is not null) : null;
    }

    private static string? Members(JsonObject members, JsonObject schema, string path, string where)
    {
        if (Count(members.Count, "Properties", schema) is { } problem)
        {
            return where + problem;
        }

        var properties = schema.Object("properties");
        foreach (var member in members)
        {
            var inner = properties?.Object(member.Key) ?? schema.Object("additionalProperties");
            if (inner is null && !schema.IsTrue("x-kubernetes-preserve-unknown-fields") && !schema.ContainsKey(ModelSchemas.ObjectMetaMark))
            {
                return $"{where}it has no field '{member.Key}'";
            }

            if (inner is not null && Problem(member.Value, inner, $"{path}.{member.Key}") is { } found)
            {
                return found;
            }
        }

        var missing = schema.Array("required")?.Texts.FirstOrDefault(name => !members.ContainsKey(name) && properties?.Object(name)?.ContainsKey("default") != true);
        return missing is null ? null : $"{where}the required field '{missing}' has no value and no default";
    }

    private static string? Count(int count, string what, JsonObject schema)
    {
        if (schema[$"min{what}"] is JsonNumber minimum && count < minimum.Value)
        {
            return $"is shorter than min{what} {minimum.Literal}";
        }

        return schema[$"max{what}"] is JsonNumber maximum && count > maximum.Value ? $"is longer than max{what} {maximum.Literal}" : null;
    }
}
