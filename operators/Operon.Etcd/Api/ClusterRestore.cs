using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>
/// The restore a cluster was last asked for (<c>status.restore</c>): all the cluster's reconciler needs to know to begin a new incarnation from a
/// backup. Holds names of secrets, never their content.
/// </summary>
internal sealed record ClusterRestore
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("uid")]
    public string Uid { get; init; } = "";

    [JsonPropertyName("phase")]
    public string Phase { get; init; } = "";

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("source")]
    public BackupSource? Source { get; init; }

    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    [JsonPropertyName("image")]
    public string? Image { get; init; }

    [JsonPropertyName("bumpRevision")]
    public long BumpRevision { get; init; }
}

/// <summary>The words of <c>status.restore.phase</c> of a cluster.</summary>
internal static class ClusterRestorePhase
{
    /// <summary>The old members are being stopped; nothing new runs.</summary>
    public const string Stopping = "Stopping";

    /// <summary>The old members are gone; the seed is made from the backup.</summary>
    public const string Seeding = "Seeding";

    /// <summary>The seed serves and the new cluster ID is recorded.</summary>
    public const string Seeded = "Seeded";
}
