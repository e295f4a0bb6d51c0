using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Where each member runs, why it does not, and its sizes and positions.</summary>
internal sealed class MemberDetails : IStatusPart
{
    // Sizes and positions change with every write of a client. They are written along with changes of anything else, else at this pace,
    // so that watching a busy cluster does not fill the API server's log.
    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(60);

    public EtcdClusterStatus Add(EtcdClusterStatus status, StatusContext context)
    {
        var observed = context.Snapshot.Observed;
        var before = (context.Snapshot.Cluster.Status?.MemberStatuses ?? []).ToDictionary(member => member.Name);
        var members = (status.MemberStatuses ?? []).Select(member => Place(member, observed)).ToList();
        var isDue = members.Any(member =>
            !before.TryGetValue(member.Name, out var known) || IsChanged(known, member) || (FiguresOf(member, observed) is not null && IsOld(known, observed.Now)));
        return status with { MemberStatuses = [.. members.Select(member => WithFigures(member, before.GetValueOrDefault(member.Name), isDue, observed))] };
    }

    private static EtcdMemberStatus Place(EtcdMemberStatus member, EtcdObserved observed)
    {
        var pod = observed.Pod(member.Name);
        return member with
        {
            Pod = pod is null ? null : pod.Name,
            Node = pod?.Node,
            Message = member.Healthy ? null : pod is null ? "pod is missing" : pod.Problem ?? (pod.IsDeleting ? "pod is being deleted" : "does not answer, or knows no leader"),
        };
    }

    private static EtcdMemberStatus WithFigures(EtcdMemberStatus member, EtcdMemberStatus? before, bool isDue, EtcdObserved observed)
    {
        var figures = FiguresOf(member, observed);
        if (isDue && figures is not null)
        {
            return member with
            {
                DbSizeBytes = figures.DbSizeBytes,
                DbSizeInUseBytes = figures.DbSizeInUseBytes == 0 ? null : figures.DbSizeInUseBytes,
                Revision = figures.Revision,
                RaftIndex = (long)figures.RaftIndex,
                RaftTerm = (long)figures.RaftTerm,
                FiguresTime = observed.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            };
        }

        // What was read last stays, with its time.
        return before is null ? member : member with
        {
            DbSizeBytes = before.DbSizeBytes,
            DbSizeInUseBytes = before.DbSizeInUseBytes,
            Revision = before.Revision,
            RaftIndex = before.RaftIndex,
            RaftTerm = before.RaftTerm,
            FiguresTime = before.FiguresTime,
        };
    }

    private static MemberFigures? FiguresOf(EtcdMemberStatus member, EtcdObserved observed) => observed.Membership?.Find(member.Name)?.Figures;

    private static bool IsChanged(EtcdMemberStatus before, EtcdMemberStatus now) =>
        (before.Id, before.Role, before.Version, before.PodVersion, before.Healthy, before.Pod, before.Node, before.Message)
        != (now.Id, now.Role, now.Version, now.PodVersion, now.Healthy, now.Pod, now.Node, now.Message);

    private static bool IsOld(EtcdMemberStatus before, DateTimeOffset now) =>
        !DateTimeOffset.TryParse(before.FiguresTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) || now - time >= _pace;
}
