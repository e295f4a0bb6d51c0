using System.Text.Json.Nodes;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Compares the objects around a cluster with what they are to be, and the labels of its pods with their roles.</summary>
internal sealed class SupportReader(IKubernetesClient client, string operatorNamespace, TimeProvider time) : IFactReader
{
    private const string Absent = "absent";

    public async Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var memory = context.Memory.Support;
        List<SupportingObject> pending = [];
        Dictionary<string, string> refused = [];
        var now = time.GetUtcNow();
        foreach (var one in SupportingObjects.Of(context.Layout, observed, operatorNamespace).Concat(Leftovers(context, observed)))
        {
            var hash = HashOf(one);
            if (memory.RefusalOf(one.Title, hash, now) is { } error)
            {
                refused[one.Title] = error;
            }
            else if (!memory.IsFresh(one.Title, hash, now) && !await IsAsWantedAsync(context.Layout, one, cancellationToken))
            {
                pending.Add(one);
            }
            else
            {
                memory.Saw(one.Title, hash, now);
            }
        }

        var unlabelled = memory.RefusalOf(LabelPodsExecutor.Title, LabelPodsExecutor.Title, now) is null ? Unlabelled(context, observed) : [];
        return observed with { Support = new SupportFacts(pending, refused, unlabelled) };
    }

    public static string HashOf(SupportingObject one) => one.Wanted is null ? Absent : SupportingObjects.HashOf(one.Wanted);

    /// <summary>Services of members that are gone, or are wanted no more.</summary>
    private static IEnumerable<SupportingObject> Leftovers(FactContext context, EtcdObserved observed) => observed.Membership is { IsConfirmed: true } membership
        ? context.MemberServices
            .Where(name => context.Cluster.Spec.Services?.PerMember is null || membership.Find(name) is null)
            .Select(name => new SupportingObject(ResourceKinds.Service.Type, name, null))
        : [];

    private static Dictionary<string, string> Unlabelled(FactContext context, EtcdObserved observed)
    {
        if (observed.Membership is not { IsConfirmed: true } membership)
        {
            return [];
        }

        Dictionary<string, string> wrong = [];
        foreach (var pod in context.Pods.Where(pod => pod.Metadata.DeletionTimestamp is null))
        {
            string? label = null;
            pod.Metadata.Labels?.TryGetValue(ClusterLayout.RoleLabel, out label);
            var role = membership.Find(pod.Metadata.Name) is { IsLearner: false } ? ClusterLayout.VoterRole : ClusterLayout.LearnerRole;
            if (label != role)
            {
                wrong[pod.Metadata.Name] = role;
            }
        }

        return wrong;
    }

    private async Task<bool> IsAsWantedAsync(ClusterLayout layout, SupportingObject one, CancellationToken cancellationToken)
    {
        try
        {
            var there = await client.Resource(ResourceKinds.Untyped(one.Type)).FindAsync(layout.Namespace, one.Name, cancellationToken);
            if (one.Wanted is null)
            {
                // Somebody else's object of this name is none of ours.
                return there is null || !layout.Owns(there.Metadata) || there.Metadata.DeletionTimestamp is not null;
            }

            return there?.ToJson() is { } json
                && (string?)json["metadata"]?["annotations"]?[SupportingObjects.AppliedAnnotation] == SupportingObjects.HashOf(one.Wanted)
                && SupportingObjects.Holds(new JsonObject { ["spec"] = one.Wanted["spec"]!.DeepClone() }, json);
        }
        catch (KubernetesApiException)
        {
            // The attempt to write it tells what is wrong.
            return one.Wanted is null;
        }
    }
}
