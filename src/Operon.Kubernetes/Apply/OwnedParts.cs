using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>
/// Cuts a value down to a field set in the form FieldsV1 of structured-merge-diff: <c>f:name</c> is a member, <c>k:{...}</c> an item by its keys, <c>v:...</c> an item by its value,
/// <c>i:n</c> an item by its place, <c>.</c> the value itself.
/// </summary>
/// <param name="missingIsNull">
/// An owned member that the value lacks is null: a typed object was written without its nulls. Never for representations that may not know the member.
/// </param>
internal sealed class OwnedParts(bool missingIsNull)
{
    /// <summary>The owned part; null when the value is gone.</summary>
    /// <param name="value">The value as it is now.</param>
    /// <param name="mine">What is owned of it.</param>
    /// <param name="others">What others own of it.</param>
    public JsonNode? Of(JsonNode? value, JsonElement mine, IReadOnlyList<JsonElement> others)
    {
        if (!HasParts(mine))
        {
            // A leaf is a whole value, unless others own parts of it: then it is a map or list that was applied empty.
            return others.Any(HasParts) ? Empty(value) : value?.DeepClone();
        }

        return value switch
        {
            JsonObject json => Members(json, mine, others),
            JsonArray array => Items(array, mine, others),
            _ => value?.DeepClone(),
        };
    }

    private static JsonNode? Empty(JsonNode? value) => value switch
    {
        JsonObject => new JsonObject(),
        JsonArray => new JsonArray(),
        _ => value?.DeepClone(),
    };

    private JsonObject Members(JsonObject json, JsonElement mine, IReadOnlyList<JsonElement> others)
    {
        var owned = new JsonObject();
        foreach (var part in mine.EnumerateObject())
        {
            if (!part.Name.StartsWith("f:", StringComparison.Ordinal))
            {
                continue;
            }

            var name = part.Name[2..];
            if (json.TryGetPropertyValue(name, out var member))
            {
                owned[name] = Of(member, part.Value, Inside(others, part.Name));
            }
            else if (missingIsNull)
            {
                owned[name] = null;
            }
        }

        return owned;
    }

    private JsonArray Items(JsonArray array, JsonElement mine, IReadOnlyList<JsonElement> others)
    {
        // In the order of the object, which the order in a field set does not tell.
        var owned = new SortedDictionary<int, JsonNode?>();
        foreach (var part in mine.EnumerateObject())
        {
            if (part.Name.Length < 2 || part.Name[1] != ':')
            {
                continue;
            }

            var what = part.Name[2..];
            switch (part.Name[0])
            {
                case 'k':
                    var keys = JsonNode.Parse(what)!.AsObject();
                    if (Find(array, item => item is JsonObject json && keys.All(key => JsonNode.DeepEquals(json[key.Key], key.Value))) is { } keyed)
                    {
                        owned[keyed] = WithKeys(Of(array[keyed], part.Value, Inside(others, part.Name)), keys);
                    }

                    break;
                case 'v':
                    var value = JsonNode.Parse(what);
                    if (Find(array, item => JsonNode.DeepEquals(item, value)) is { } equal)
                    {
                        owned[equal] = array[equal]?.DeepClone();
                    }

                    break;
                case 'i' when int.TryParse(what, out var place) && place >= 0 && place < array.Count:
                    owned[place] = Of(array[place], part.Value, Inside(others, part.Name));
                    break;
            }
        }

        return new JsonArray([.. owned.Values]);
    }

    // Keys tell items apart, also those a default filled in and nobody applied.
    private static JsonNode? WithKeys(JsonNode? item, JsonObject keys)
    {
        if (item is JsonObject json)
        {
            foreach (var (name, value) in keys)
            {
                json[name] = value?.DeepClone();
            }
        }

        return item;
    }

    private static int? Find(JsonArray array, Func<JsonNode?, bool> isWanted)
    {
        for (var index = 0; index < array.Count; index++)
        {
            if (isWanted(array[index]))
            {
                return index;
            }
        }

        return null;
    }

    private static bool HasParts(JsonElement fields) => fields.ValueKind == JsonValueKind.Object && fields.EnumerateObject().Any(part => part.Name != ".");

    private static List<JsonElement> Inside(IReadOnlyList<JsonElement> others, string part) =>
        [.. others.Where(other => other.ValueKind == JsonValueKind.Object && other.TryGetProperty(part, out _)).Select(other => other.GetProperty(part))];
}
