using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources;

/// <summary>When an object that is being deleted is really gone.</summary>
internal static class Deletion
{
    /// <summary>Deletion was asked for, nobody has anything left to do, and the grace period (ended by the node agent) is over.</summary>
    public static bool IsComplete(ServedResource resource, JsonObject obj)
    {
        var metadata = obj.Object("metadata");
        return metadata?["deletionTimestamp"] is not null
            && (metadata["deletionGracePeriodSeconds"].Integer() ?? 0) == 0
            && !HasFinalizers(resource, obj);
    }

    public static bool HasFinalizers(ServedResource resource, JsonObject obj) =>
        obj.Object("metadata").Array("finalizers") is { Count: > 0 }
        || (resource.StorageName == StorageNames.Namespaces && obj.Object("spec").Array("finalizers") is { Count: > 0 });
}
