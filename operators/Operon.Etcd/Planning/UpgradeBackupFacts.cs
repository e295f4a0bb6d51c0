namespace Operon.Etcd.Planning;

/// <summary>The backup that has to be taken before the version changes.</summary>
internal sealed record UpgradeBackupFacts
{
    /// <summary>Name of the EtcdBackup.</summary>
    public required string Name { get; init; }

    /// <summary>Names this change of version.</summary>
    public required string Token { get; init; }

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>It was asked for by this token.</summary>
    public bool IsRequested { get; init; }

    /// <summary>It is stored.</summary>
    public bool IsDone { get; init; }

    /// <summary>Why the last try failed; null when none did.</summary>
    public string? Failure { get; init; }
}
