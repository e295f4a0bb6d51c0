namespace Operon.Etcd.Planning;

/// <summary>
/// The objects around a cluster follow it before its membership changes, so that a drain in between meets a budget that fits. What the API server refuses
/// is told, and holds nothing else up.
/// </summary>
internal static class SupportRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        if (observed.Support is not { } support)
        {
            return null;
        }

        return support.Unlabelled.Count > 0
            ? new LabelPods(support.Unlabelled)
            : support.Pending.Count > 0 ? new ApplyObject(support.Pending[0]) : null;
    }
}
