using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The annotations by which a later leader is recognised, on the objects of one resource.</summary>
internal sealed class Stamps(IResourceClient<PartialObjectMetadata> objects, Fence fence)
{
    private static readonly WriteOptions _asFence = new() { FieldManager = "operon-fence" };

    /// <summary>The stamp of an object; 0 when it carries none.</summary>
    public ulong Of(V1ObjectMeta metadata) =>
        metadata.Annotations?.TryGetValue(fence.Annotation, out var text) == true
        && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var stamp) ? stamp : 0;

    /// <summary>Writes the stamp of the term into an object in memory.</summary>
    public void Set(V1ObjectMeta metadata, LeadershipTerm term)
    {
        var token = fence.TokenOf(term).ToString(CultureInfo.InvariantCulture);
        metadata.Annotations = new Dictionary<string, string>(metadata.Annotations ?? new Dictionary<string, string>()) { [fence.Annotation] = token };
    }

    /// <summary>
    /// Makes the stored object carry the stamp of the term, and returns its metadata then: no write of an earlier leader that is conditional on a version it
    /// knew can be accepted any more. With <paramref name="resourceVersion"/> only that version is stamped. Throws Conflict when the object changes meanwhile.
    /// </summary>
    public async Task<V1ObjectMeta> ClaimAsync(string what, string? namespaceName, string name, string? resourceVersion, LeadershipTerm term, CancellationToken cancellationToken)
    {
        var known = (await objects.GetAsync(namespaceName, name, cancellationToken)).Metadata;
        fence.Check(what, Of(known), term);
        if (Of(known) == fence.TokenOf(term))
        {
            // A given version stays the condition of the caller's write.
            return resourceVersion is null ? known : new V1ObjectMeta { ResourceVersion = resourceVersion };
        }

        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = resourceVersion ?? known.ResourceVersion,
                ["annotations"] = new JsonObject { [fence.Annotation] = fence.TokenOf(term).ToString(CultureInfo.InvariantCulture) },
            },
        };
        return (await objects.PatchAsync(namespaceName, name, Patch.Merge(patch), cancellationToken, _asFence)).Metadata;
    }
}
