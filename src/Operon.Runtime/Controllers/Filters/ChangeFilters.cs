using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// Filters for watches. Those that compare two states (<see cref="GenerationChanged"/> and the like) decide on updates only: additions and deletions
/// always pass. Combine them with <see cref="And"/>, <see cref="Or"/> and <see cref="Not"/> after <see cref="Updates"/>.
/// </summary>
public static class ChangeFilters
{
    /// <summary>
    /// The spec changed (<c>metadata.generation</c>), or the object is being deleted. Label, annotation and finalizer changes do not pass: combine with
    /// those filters when the controller reads them. A kind must keep generations: CRDs with a status subresource do.
    /// </summary>
    public static bool GenerationChanged<T>(T old, T now)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        old.Metadata.Generation != now.Metadata.Generation
        || old.Metadata.Uid != now.Metadata.Uid
        || old.Metadata.DeletionTimestamp != now.Metadata.DeletionTimestamp;

    /// <summary>Anything changed: resyncs do not pass.</summary>
    public static bool ResourceVersionChanged<T>(T old, T now)
        where T : class, IKubernetesObject<V1ObjectMeta> => old.Metadata.ResourceVersion != now.Metadata.ResourceVersion;

    /// <summary>An annotation changed.</summary>
    public static bool AnnotationsChanged<T>(T old, T now)
        where T : class, IKubernetesObject<V1ObjectMeta> => !AreEqual(old.Metadata.Annotations, now.Metadata.Annotations);

    /// <summary>A label changed.</summary>
    public static bool LabelsChanged<T>(T old, T now)
        where T : class, IKubernetesObject<V1ObjectMeta> => !AreEqual(old.Metadata.Labels, now.Metadata.Labels);

    /// <summary>The finalizers changed, or the object is being deleted.</summary>
    public static bool FinalizersChanged<T>(T old, T now)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        old.Metadata.DeletionTimestamp != now.Metadata.DeletionTimestamp
        || !(old.Metadata.Finalizers ?? []).SequenceEqual(now.Metadata.Finalizers ?? []);

    /// <summary>
    /// The object matches a label selector such as <c>app=etcd,tier in (a,b)</c>, now or before the change: an object that stops matching passes once
    /// more. Throws <see cref="FormatException"/> for a selector that cannot be read.
    /// </summary>
    public static ChangeFilter<T> Matching<T>(string labelSelector)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var labels = LabelRequirements.Parse(labelSelector);
        return change => (change.New is { } now && labels.Match(now.Metadata.Labels)) || (change.Old is { } old && labels.Match(old.Metadata.Labels));
    }

    /// <summary>Makes a comparison of two states a filter: additions and deletions pass, updates when <paramref name="passes"/> (old, new).</summary>
    public static ChangeFilter<T> Updates<T>(Func<T, T, bool> passes)
        where T : class, IKubernetesObject<V1ObjectMeta> => change => change is not { Old: { } old, New: { } now } || passes(old, now);

    /// <summary>Passes what all of <paramref name="filters"/> pass.</summary>
    public static ChangeFilter<T> And<T>(params ChangeFilter<T>[] filters)
        where T : class, IKubernetesObject<V1ObjectMeta> => change => Array.TrueForAll(filters, filter => filter(change));

    /// <summary>Passes what one of <paramref name="filters"/> passes.</summary>
    public static ChangeFilter<T> Or<T>(params ChangeFilter<T>[] filters)
        where T : class, IKubernetesObject<V1ObjectMeta> => change => Array.Exists(filters, filter => filter(change));

    /// <summary>Passes what <paramref name="filter"/> does not: also additions and deletions, when it passes those.</summary>
    public static ChangeFilter<T> Not<T>(ChangeFilter<T> filter)
        where T : class, IKubernetesObject<V1ObjectMeta> => change => !filter(change);

    private static bool AreEqual(IDictionary<string, string>? old, IDictionary<string, string>? now) =>
        (old?.Count ?? 0) == (now?.Count ?? 0)
        && (now is null || now.All(pair => old!.TryGetValue(pair.Key, out var before) && before == pair.Value));
}
