using System.Text.Json.Nodes;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Objects;

/// <summary>
/// The PodDisruptionBudget of the voters. The number is an absolute one of the larger of the voters there are and the members there are to be: a share, or
/// a number of unavailable pods, would follow the pods that exist and refill with each member that is removed.
/// </summary>
internal static class DisruptionBudget
{
    private static readonly ResourceType _type = ResourceKinds.PodDisruptionBudget.Type;

    public static SupportingObject Build(ClusterLayout layout, EtcdObserved observed)
    {
        var voters = observed.Membership?.Voters.Count() ?? observed.LastKnownMembers.Count;
        var count = Math.Max(voters, layout.Cluster.Spec.Size);

        // A single member can never be spared: a budget for it would only block every drain for good.
        var isWanted = layout.Cluster.Spec.DisruptionBudget?.Enabled != false && count > 1;
        return new SupportingObject(_type, layout.Name, isWanted ? Render(layout, Quorum.Of(count)) : null);
    }

    private static JsonObject Render(ClusterLayout layout, int minAvailable) => SupportingObjects.Render(layout, _type, layout.Name, new JsonObject
    {
        ["minAvailable"] = minAvailable,
        ["selector"] = new JsonObject
        {
            ["matchLabels"] = SupportingObjects.Json(new Dictionary<string, string>(layout.Labels) { [ClusterLayout.RoleLabel] = ClusterLayout.VoterRole }),
        },
    });
}
