using System.Text.Json.Nodes;

namespace Operon.ApiServer.Admission;

/// <summary>A subresource whose objects are of a kind of their own, such as the Scale of a Deployment or the Binding of a Pod.</summary>
/// <param name="Group">The group of that kind.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kind">Its name.</param>
/// <param name="Read">The subresource's object, made from the request's.</param>
/// <param name="Write">Writes what a webhook made of it back into the request's object.</param>
internal sealed record SubresourceView(string Group, string Version, string Kind, Func<JsonObject, JsonObject> Read, Action<JsonObject, JsonObject> Write)
{
    /// <summary>The view of a request whose object is already of that kind.</summary>
    public static SubresourceView Of(string group, string version, string kind) => new(group, version, kind, obj => (JsonObject)obj.DeepClone(), Replace);

    private static void Replace(JsonObject target, JsonObject source)
    {
        target.Clear();
        foreach (var (name, value) in source)
        {
            target[name] = value?.DeepClone();
        }
    }
}
