using Operon.Etcd.Api;

namespace Operon.Etcd.Backups;

/// <summary>What became of one try: an artifact, or an error.</summary>
internal sealed record BackupOutcome(BackupArtifact? Artifact, string? Error, bool IsTransient)
{
    /// <summary>How many old backups were deleted, where that was done with the try; null where it was not.</summary>
    public int? Deleted { get; init; }

    /// <summary>The pod that told it; null when it was no pod.</summary>
    public string? Pod { get; init; }

    public static BackupOutcome Done(BackupArtifact artifact) => new(artifact, null, false);

    public static BackupOutcome Failed(string error, bool isTransient) => new(null, error, isTransient);
}
