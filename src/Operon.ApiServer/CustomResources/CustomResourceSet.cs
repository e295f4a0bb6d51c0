using Operon.ApiServer.Resources;

namespace Operon.ApiServer.CustomResources;

/// <summary>What one CRD brings: a resource per served version, and the storage version's, which need not be among them.</summary>
internal sealed record CustomResourceSet(IReadOnlyList<ServedResource> Served, ServedResource? Storage)
{
    public static CustomResourceSet Empty { get; } = new([], null);
}
