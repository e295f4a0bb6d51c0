using Operon.Etcd.Api;
using Operon.Etcd.Membership;

namespace Operon.Etcd.Planning;

/// <summary>What is known about the database and its upkeep.</summary>
internal sealed record MaintenanceFacts
{
    public const string RequestAnnotation = "etcd.database.coreos.com/defragment";

    public const string CorruptAnnotation = "etcd.database.coreos.com/replace-corrupt-member";

    public MaintenanceStatus Status { get; init; } = new();

    /// <summary>Null when they could not be read.</summary>
    public IReadOnlyList<MemberAlarm>? Alarms { get; init; } = [];

    /// <summary>Hash of each member's data at one revision, by member ID; read only while a CORRUPT alarm is raised. A member that gave none is missing.</summary>
    public IReadOnlyDictionary<ulong, RevisionHash> Hashes { get; init; } = new Dictionary<ulong, RevisionHash>();

    /// <summary>The quota members have, or get with the next roll, in bytes.</summary>
    public long QuotaBytes { get; init; } = MaintenancePolicy.DefaultQuotaBytes;

    /// <summary>Value of the annotation; null when there is none.</summary>
    public string? Request { get; init; }

    /// <summary>The member a person says is corrupt, where etcd does not say it; null for none.</summary>
    public string? CorruptMember { get; init; }

    /// <summary>The latest time of the schedule that has come and was not taken up; null when none.</summary>
    public DateTime? DueSchedule { get; init; }

    public int? ThresholdPercent { get; init; }

    public long MinReclaimBytes { get; init; } = DefragmentationPolicy.DefaultMinReclaimBytes;

    public IEnumerable<MemberAlarm> Raised(AlarmKind kind) => (Alarms ?? []).Where(alarm => alarm.Kind == kind);
}
