namespace Operon.ApiServer.FieldManagement;

/// <summary>Which fields a request can own: never identity and server-owned metadata, and only what its endpoint writes.</summary>
internal static class OwnableFields
{
    private static readonly HashSet<string> s_serverMetadata =
    [
        "f:name", "f:namespace", "f:creationTimestamp", "f:selfLink", "f:uid", "f:generation", "f:managedFields", "f:resourceVersion",
        "f:deletionTimestamp", "f:deletionGracePeriodSeconds",
    ];

    public static Func<FieldSet, FieldSet> Filter(string? subresource, bool statusIsSubresource) => set =>
    {
        var metadata = set.Child("f:metadata")?.WithoutSelf().Where(element =>
            !s_serverMetadata.Contains(element) && !(subresource == "status" && element == "f:labels"));
        return set
            .Where(element => element is not ("f:apiVersion" or "f:kind")
                && (subresource == "status" ? element is "f:status" or "f:metadata" : element != "f:status" || !statusIsSubresource))
            .With("f:metadata", metadata);
    };
}
