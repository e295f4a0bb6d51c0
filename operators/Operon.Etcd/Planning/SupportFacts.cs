namespace Operon.Etcd.Planning;

/// <summary>How the objects around a cluster differ from what they are to be.</summary>
/// <param name="Pending">To be written, in this order.</param>
/// <param name="Refused">Not written, because the API server refused it: their titles and what it said.</param>
/// <param name="Unlabelled">Pods whose label does not tell their role in etcd, with the role.</param>
internal sealed record SupportFacts(
    IReadOnlyList<SupportingObject> Pending, IReadOnlyDictionary<string, string> Refused, IReadOnlyDictionary<string, string> Unlabelled)
{
    public static SupportFacts None { get; } = new([], new Dictionary<string, string>(), new Dictionary<string, string>());
}
