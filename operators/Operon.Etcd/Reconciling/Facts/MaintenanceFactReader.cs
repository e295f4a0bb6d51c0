using Cronos;
using Grpc.Core;
using Operon.Etcd.Api;
using Operon.Etcd.Membership;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Alarms, and hashes while data is in doubt; what is asked for and what was done about the database.</summary>
internal sealed class MaintenanceFactReader : IFactReader
{
    public async Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var policy = context.Cluster.Spec.Maintenance;
        var status = context.Cluster.Status?.Maintenance ?? new MaintenanceStatus();
        var annotations = context.Cluster.Metadata.Annotations ?? new Dictionary<string, string>();
        annotations.TryGetValue(MaintenanceFacts.RequestAnnotation, out var request);
        annotations.TryGetValue(MaintenanceFacts.CorruptAnnotation, out var corrupt);
        var alarms = await AlarmsAsync(context, observed, cancellationToken);
        return observed with
        {
            Maintenance = new MaintenanceFacts
            {
                Status = status,
                Alarms = alarms,
                Hashes = alarms?.Any(alarm => alarm.Kind == AlarmKind.Corrupt) == true ? await HashesAsync(context, observed, alarms, cancellationToken) : new Dictionary<ulong, RevisionHash>(),
                QuotaBytes = MaintenanceFlags.QuotaBytes(context.Cluster.Spec),
                Request = request,
                CorruptMember = corrupt,
                DueSchedule = Due(policy?.Defragmentation?.Schedule, status.LastScheduleTime, observed.Now),
                ThresholdPercent = policy?.Defragmentation?.ThresholdPercent,
                MinReclaimBytes = policy?.Defragmentation?.MinReclaimBytes ?? DefragmentationPolicy.DefaultMinReclaimBytes,
            },
        };
    }

    // Asking costs an entry in the raft log: members say in their status, for nothing, that something is wrong.
    private static async Task<IReadOnlyList<MemberAlarm>?> AlarmsAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        if (observed.Membership is not { IsConfirmed: true, Leader: { } leader } || !context.Connections.TryGetValue(leader.Name, out var connection))
        {
            return null;
        }

        if (!context.States.Values.Any(state => state.HasErrors))
        {
            return [];
        }

        try
        {
            return await connection.AlarmsAsync(cancellationToken);
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // At a revision every sound member has: a corrupt one may be anywhere.
    private static async Task<IReadOnlyDictionary<ulong, RevisionHash>> HashesAsync(
        FactContext context, EtcdObserved observed, IReadOnlyList<MemberAlarm> alarms, CancellationToken cancellationToken)
    {
        var members = observed.Membership!.Members.Where(member => member.Figures is not null && context.Connections.ContainsKey(member.Name)).ToList();
        var sound = members.Where(member => !alarms.Any(alarm => alarm.Kind == AlarmKind.Corrupt && alarm.MemberId == member.Id)).ToList();
        if (sound.Count == 0)
        {
            return new Dictionary<ulong, RevisionHash>();
        }

        var revision = sound.Min(member => member.Figures!.Revision);
        var answers = await Task.WhenAll(members.Select(async member => (member.Id, Hash: await HashAsync(context.Connections[member.Name], revision, cancellationToken))));
        return answers.Where(answer => answer.Hash is not null).ToDictionary(answer => answer.Id, answer => answer.Hash!);
    }

    private static async Task<RevisionHash?> HashAsync(IMemberConnection connection, long revision, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.HashAsync(revision, cancellationToken);
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // Times missed while nobody looked are made up for once. The first look at a schedule only notes when that was.
    private static DateTime? Due(string? schedule, DateTime? last, DateTimeOffset now)
    {
        if (schedule is null || last is not { } from || !CronExpression.TryParse(schedule, out var cron))
        {
            return null;
        }

        return cron.GetNextOccurrence(DateTime.SpecifyKind(from, DateTimeKind.Utc)) is { } next && next <= now.UtcDateTime ? now.UtcDateTime : null;
    }
}
