using System.Text.Json.Nodes;

namespace Operon.Runtime;

/// <summary>Compares two states of an object with what a write asked for.</summary>
internal static class Difference
{
    private static readonly string[] _identities = ["type", "name", "key", "uid"];

    /// <summary>
    /// Whether each field that changed has the value that was sent (or is gone because null was sent). Then the change is the write's, or as good
    /// as: what it led to is what the writer wants. Versions, generations and field managers do not count.
    /// </summary>
    public static bool IsExplained(JsonNode? old, JsonNode? now, JsonNode? sent)
    {
        if (old is not JsonObject before || now is not JsonObject after)
        {
            return false;
        }

        return Members(before, after).All(name =>
            name == "metadata"
                ? Metadata(before[name] as JsonObject, after[name] as JsonObject, (sent as JsonObject)?[name] as JsonObject)
                : Member(before[name], after[name], sent as JsonObject, name));
    }

    private static bool Metadata(JsonObject? old, JsonObject? now, JsonObject? sent) =>
        Members(old ?? [], now ?? []).All(name =>
            name is "resourceVersion" or "generation" or "managedFields" || Member(old?[name], now?[name], sent, name));

    private static bool Member(JsonNode? old, JsonNode? now, JsonObject? sent, string name)
    {
        if (JsonNode.DeepEquals(old, now))
        {
            return true;
        }

        return sent is not null && sent.TryGetPropertyValue(name, out var value) && Value(old, now, value);
    }

    private static bool Value(JsonNode? old, JsonNode? now, JsonNode? sent) => (now, sent) switch
    {
        (JsonObject after, JsonObject asked) when old is null or JsonObject =>
            Members(old as JsonObject ?? [], after).All(name => Member((old as JsonObject)?[name], after[name], asked, name)),
        (JsonArray after, JsonArray asked) when old is null or JsonArray => Elements(old as JsonArray ?? [], after, asked),
        _ => JsonNode.DeepEquals(now, sent),
    };

    private static bool Elements(JsonArray old, JsonArray now, JsonArray sent) =>
        JsonNode.DeepEquals(now, sent)
        || (old.Select((element, i) => Counterpart(now, element, i)).All(kept => kept is not null) && now.Select((element, i) => (element, i)).All(one =>
            Counterpart(old, one.element, one.i) is var before
            && (JsonNode.DeepEquals(before, one.element)
                || (Counterpart(sent, one.element, one.i) is { } asked && Value(before, one.element, asked)))));

    /// <summary>The element that stands for the same thing: by its identifying field, else by its place.</summary>
    private static JsonNode? Counterpart(JsonArray others, JsonNode? element, int index)
    {
        if (element is JsonObject item && _identities.FirstOrDefault(item.ContainsKey) is { } identity)
        {
            return others.FirstOrDefault(other => other is JsonObject candidate && JsonNode.DeepEquals(candidate[identity], item[identity]));
        }

        return element is JsonValue ? others.FirstOrDefault(other => JsonNode.DeepEquals(other, element)) : index < others.Count ? others[index] : null;
    }

    private static IEnumerable<string> Members(JsonObject one, JsonObject other) =>
        one.Select(pair => pair.Key).Concat(other.Select(pair => pair.Key).Where(name => !one.ContainsKey(name)));
}
