using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Keeps the answer to the last wish for another leader as long as its annotation stands.</summary>
internal sealed class LeaderTransferStatus : IStatusPart
{
    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        if (context.Action is AnswerLeaderTransfer answer)
        {
            return status with
            {
                LeaderTransfer = new EtcdLeaderTransfer
                {
                    Request = answer.Request,
                    Outcome = answer.IsRefused ? "Refused" : "Moved",
                    Message = answer.Reason,
                    Time = context.Snapshot.Observed.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                },
            };
        }

        return LeaderTransferReader.Request(context.Snapshot.Cluster.Metadata.Annotations) is null ? status with { LeaderTransfer = null } : status;
    }
}
