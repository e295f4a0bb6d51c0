namespace Operon.Etcd.Backups.Retention;

/// <summary>How long backups are kept. Parts that are null do not count.</summary>
internal sealed record RetentionPolicy
{
    /// <summary>At most so many are kept.</summary>
    public int? MaxCount { get; init; }

    /// <summary>Older ones are deleted.</summary>
    public TimeSpan? MaxAge { get; init; }

    public RetentionLadder? Ladder { get; init; }
}

/// <summary>The newest backup of each of the last so many hours, days, weeks (from Monday) and months, all in UTC, is kept.</summary>
internal sealed record RetentionLadder(int Hourly, int Daily, int Weekly, int Monthly);
