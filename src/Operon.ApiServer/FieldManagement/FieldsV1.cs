using System.Text.Json.Nodes;

namespace Operon.ApiServer.FieldManagement;

/// <summary>The JSON form of a field set: nested objects by path element, <c>"."</c> where a node with children is a member itself.</summary>
internal static class FieldsV1
{
    public static JsonObject Encode(FieldSet set)
    {
        var result = new JsonObject();
        foreach (var (element, child) in set.Children)
        {
            var encoded = Encode(child);
            if (child.IsMember && child.Children.Count > 0)
            {
                encoded.Insert(0, ".", new JsonObject());
            }
            result[element] = encoded;
        }
        return result;
    }

    public static FieldSet Decode(JsonObject? fields)
    {
        var set = new FieldSet();
        if (fields is not null)
        {
            Decode(fields, set, []);
        }
        return set;
    }

    private static void Decode(JsonObject fields, FieldSet set, List<string> path)
    {
        foreach (var (element, value) in fields)
        {
            if (element == ".")
            {
                set.Insert(path.ToArray());
                continue;
            }
            if (element.Length < 2 || element[1] != ':' || element[0] is not ('f' or 'k' or 'v' or 'i'))
            {
                continue;
            }
            path.Add(element);
            if (value is JsonObject { Count: > 0 } children)
            {
                Decode(children, set, path);
            }
            else
            {
                set.Insert(path.ToArray());
            }
            path.RemoveAt(path.Count - 1);
        }
    }
}
