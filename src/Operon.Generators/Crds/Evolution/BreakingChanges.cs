namespace Operon.Generators;

/// <summary>What a new definition refuses or loses of what the committed one took.</summary>
internal static class BreakingChanges
{
    private static readonly (string Keyword, bool IsUpper)[] _bounds =
    [
        ("maximum", true), ("maxLength", true), ("maxItems", true), ("maxProperties", true),
        ("minimum", false), ("minLength", false), ("minItems", false), ("minProperties", false),
    ];

    private static readonly string[] _exclusive = ["exclusiveMinimum", "exclusiveMaximum"];
    private static readonly string[] _texts = ["pattern", "multipleOf", "format"];
    private static readonly (string Keyword, string Suffix)[] _inner = [("items", "[*]"), ("additionalProperties", ".*")];

    /// <summary>Each change with the version it concerns and what it is about.</summary>
    public static IEnumerable<(string Version, string Subject, string Change)> Between(JsonObject committed, JsonObject generated)
    {
        var (before, after) = (committed.Object("spec"), generated.Object("spec"));
        if (before is null || after is null)
        {
            yield break;
        }

        if (before.Text("scope") != after.Text("scope"))
        {
            yield return ("*", "spec.scope", $"was {before.Text("scope")}, is {after.Text("scope")}; servers refuse the change");
        }

        foreach (var version in Versions(before))
        {
            var name = version.Text("name") ?? "";
            var next = Versions(after).FirstOrDefault(candidate => candidate.Text("name") == name);
            if (next is null || (version.IsTrue("served") && !next.IsTrue("served")))
            {
                if (version.IsTrue("served"))
                {
                    yield return (name, "the version", next is null ? "is removed" : "is not served any more");
                }

                continue;
            }

            if (Schema(version) is { } old && Schema(next) is { } current)
            {
                foreach (var (path, change) in Compare(old, current, ""))
                {
                    yield return (name, path.Length == 0 ? "the object" : path, change);
                }
            }
        }
    }

    private static IEnumerable<JsonObject> Versions(JsonObject spec) => spec.Array("versions")?.OfType<JsonObject>() ?? [];

    private static JsonObject? Schema(JsonObject version) => version.Object("schema")?.Object("openAPIV3Schema");

    private static IEnumerable<(string Path, string Change)> Compare(JsonObject old, JsonObject current, string path)
    {
        if (TypeOf(old) is { } was && TypeOf(current) is var type && was != type && type != "any" && !(was == "integer" && type is "number" or "int-or-string") && !(was == "string" && type == "int-or-string"))
        {
            // What is inside has nothing in common any more.
            return [(path, $"the type was {was}, is {type}")];
        }

        return Constraints(old, current, path).Concat(Fields(old, current, path)).Concat(Inner(old, current, path));
    }

    private static IEnumerable<(string Path, string Change)> Constraints(JsonObject old, JsonObject current, string path)
    {
        if (current.Array("enum") is { } allowed)
        {
            var lost = old.Array("enum")?.Where(value => !allowed.Any(other => JsonNode.AreEqual(value, other))).Select(value => value.ToJson()).ToList();
            if (lost is null)
            {
                yield return (path, $"only {allowed.ToJson()} is allowed now");
            }
            else if (lost.Count > 0)
            {
                yield return (path, $"{string.Join(", ", lost)} is not allowed any more");
            }
        }

        foreach (var (keyword, isUpper) in _bounds)
        {
            var (was, now) = (old[keyword] as JsonNumber, current[keyword] as JsonNumber);
            if (now is not null && (was is null ? !(keyword.StartsWith("min", StringComparison.Ordinal) && keyword != "minimum" && now.Value == 0) : isUpper ? now.Value < was.Value : now.Value > was.Value))
            {
                yield return (path, $"{keyword} is {now.Literal}, was {was?.Literal ?? "not set"}");
            }
        }

        foreach (var keyword in _exclusive.Where(keyword => current.IsTrue(keyword) && !old.IsTrue(keyword)))
        {
            yield return (path, $"{keyword} is new");
        }

        foreach (var keyword in _texts)
        {
            if (current[keyword] is { } now && !JsonNode.AreEqual(old[keyword], now) && !(keyword == "format" && now is JsonText { Value: "int32" or "int64" or "float" or "double" }))
            {
                yield return (path, $"{keyword} is {now.ToJson()}, was {old[keyword]?.ToJson() ?? "not set"}");
            }
        }

        if (old.IsTrue("nullable") && !current.IsTrue("nullable"))
        {
            yield return (path, "null is not allowed any more");
        }

        if (old.IsTrue("x-kubernetes-preserve-unknown-fields") && !current.IsTrue("x-kubernetes-preserve-unknown-fields"))
        {
            yield return (path, "unknown fields are pruned now");
        }

        if (old.Text("x-kubernetes-list-type") is "map" or "set" && current.Text("x-kubernetes-list-type") != old.Text("x-kubernetes-list-type"))
        {
            yield return (path, $"the list type was {old.Text("x-kubernetes-list-type")}, is {current.Text("x-kubernetes-list-type") ?? "atomic"}; managers lose their items");
        }
    }

    private static IEnumerable<(string Path, string Change)> Fields(JsonObject old, JsonObject current, string path)
    {
        var properties = current.Object("properties");
        var isOpen = current.ContainsKey("additionalProperties") || current.IsTrue("x-kubernetes-preserve-unknown-fields");
        foreach (var field in old.Object("properties") ?? [])
        {
            if (field.Value is not JsonObject was)
            {
                continue;
            }

            if (properties?.Object(field.Key) is { } now)
            {
                foreach (var change in Compare(was, now, $"{path}.{field.Key}"))
                {
                    yield return change;
                }
            }
            else if (!isOpen)
            {
                yield return ($"{path}.{field.Key}", "the field is removed");
            }
        }

        foreach (var name in current.Array("required")?.Texts ?? [])
        {
            if (!old.IsRequired(name) && properties?.Object(name)?.ContainsKey("default") != true)
            {
                yield return ($"{path}.{name}", "the field is required now");
            }
        }
    }

    private static IEnumerable<(string Path, string Change)> Inner(JsonObject old, JsonObject current, string path)
    {
        foreach (var (keyword, suffix) in _inner)
        {
            if (old.Object(keyword) is { } was && current.Object(keyword) is { } now)
            {
                foreach (var change in Compare(was, now, path + suffix))
                {
                    yield return change;
                }
            }
        }
    }

    private static string? TypeOf(JsonObject schema) =>
        schema.IsTrue("x-kubernetes-int-or-string") ? "int-or-string" : schema.Text("type") ?? (schema.IsTrue("x-kubernetes-preserve-unknown-fields") ? "any" : null);
}
