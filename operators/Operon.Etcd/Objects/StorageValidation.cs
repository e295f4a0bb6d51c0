using k8s.Models;
using Operon.Etcd.Api;

namespace Operon.Etcd.Objects;

/// <summary>What is wrong with the sizes of volumes.</summary>
internal static class StorageValidation
{
    public static IEnumerable<string> Problems(EtcdClusterSpec spec)
    {
        if (spec.Storage?.DeletePolicy is { Length: > 0 } policy and not ("Delete" or StoragePolicy.Retain))
        {
            yield return $"spec.storage.deletePolicy: \"{policy}\" is not known; write Delete or Retain";
        }

        if (spec.Storage?.Medium is { Length: > 0 } medium and not "Memory")
        {
            yield return $"spec.storage.medium: \"{medium}\" is not known; write Memory, or leave it empty";
        }

        if (spec.Storage?.SizeLimit is { Length: > 0 } limit && Quantities.Read(limit) is null)
        {
            yield return $"spec.storage.sizeLimit: \"{limit}\" is not a quantity; write one such as 2Gi";
        }
    }

    /// <summary>Bytes the spec asks for each claim; null without claims, or when the claim does not say.</summary>
    public static decimal? Requested(V1PersistentVolumeClaimSpec? claim) =>
        claim?.Resources?.Requests?.TryGetValue("storage", out var quantity) == true ? Quantities.Read(quantity.ToString()) : null;
}
