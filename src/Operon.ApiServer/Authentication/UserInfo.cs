using System.Text.Json.Nodes;

namespace Operon.ApiServer.Authentication;

/// <summary>Who is asking.</summary>
internal sealed record UserInfo(string Name, string Uid, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra = null)
{
    public const string Masters = "system:masters";
    public const string Authenticated = "system:authenticated";
    public const string Unauthenticated = "system:unauthenticated";

    public static UserInfo Anonymous { get; } = new("system:anonymous", "", [Unauthenticated]);

    /// <summary>The server itself, for objects it makes on its own.</summary>
    public static UserInfo Self { get; } = new("system:apiserver", "", [Masters, Authenticated]);

    public bool IsMaster => Groups.Contains(Masters);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["username"] = Name };
        if (Uid.Length > 0)
        {
            json["uid"] = Uid;
        }

        json["groups"] = new JsonArray([.. Groups.Select(group => (JsonNode)group)]);
        if (Extra is { Count: > 0 })
        {
            var extra = new JsonObject();
            foreach (var (key, values) in Extra)
            {
                extra[key] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
            }

            json["extra"] = extra;
        }

        return json;
    }
}
