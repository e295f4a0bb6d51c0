using Operon.Etcd.Api;

namespace Operon.Etcd.Reconciling;

/// <summary>Names the objects around a cluster that the API server refuses.</summary>
internal sealed class SupportStatus : IStatusPart
{
    public const string Refused = "ObjectsRefused";

    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        if (context.Snapshot.Observed.Support is { } support)
        {
            if (support.Refused.Count == 0)
            {
                context.Conditions.Remove(Refused);
            }
            else
            {
                context.Conditions.Set(
                    Refused, "True", "ApplyRefused", string.Join("; ", support.Refused.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value}")));
            }
        }

        return status;
    }
}
