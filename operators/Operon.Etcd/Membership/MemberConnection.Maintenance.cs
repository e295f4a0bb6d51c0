using Etcdserverpb;

namespace Operon.Etcd.Membership;

internal sealed partial class MemberConnection
{
    // Both work through the whole database: gigabytes on a slow disk take minutes.
    private static readonly TimeSpan _spaceTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _hashTime = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<MemberAlarm>> AlarmsAsync(CancellationToken cancellationToken)
    {
        var request = new AlarmRequest { Action = AlarmRequest.Types.AlarmAction.Get, Alarm = AlarmType.None };
        var response = await _maintenance.AlarmAsync(request, Options(_changeTime, cancellationToken));
        return [.. response.Alarms.Select(alarm => new MemberAlarm(alarm.MemberID, Kind(alarm.Alarm)))];
    }

    public async Task DisarmAsync(MemberAlarm alarm, CancellationToken cancellationToken)
    {
        var request = new AlarmRequest
        {
            Action = AlarmRequest.Types.AlarmAction.Deactivate,
            MemberID = alarm.MemberId,
            Alarm = alarm.Kind == AlarmKind.NoSpace ? AlarmType.Nospace : AlarmType.Corrupt,
        };
        await _maintenance.AlarmAsync(request, Options(_changeTime, cancellationToken));
    }

    public async Task DefragmentAsync(CancellationToken cancellationToken) =>
        await _maintenance.DefragmentAsync(new DefragmentRequest(), Options(_spaceTime, cancellationToken));

    public async Task<RevisionHash> HashAsync(long revision, CancellationToken cancellationToken)
    {
        var response = await _maintenance.HashKVAsync(new HashKVRequest { Revision = revision }, Options(_hashTime, cancellationToken));
        return new RevisionHash(revision, response.CompactRevision, response.Hash);
    }

    public async Task CompactAsync(long revision, CancellationToken cancellationToken) =>
        await _kv.CompactAsync(new CompactionRequest { Revision = revision, Physical = true }, Options(_spaceTime, cancellationToken));

    private static AlarmKind Kind(AlarmType type) => type switch
    {
        AlarmType.Nospace => AlarmKind.NoSpace,
        AlarmType.Corrupt => AlarmKind.Corrupt,
        _ => AlarmKind.Unknown,
    };
}
