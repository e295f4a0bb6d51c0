using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>The recovery from a lost quorum that runs, or the last one.</summary>
internal sealed record RecoveryStatus
{
    /// <summary>One of <see cref="RecoveryPhase"/>; null when none was ever begun.</summary>
    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    /// <summary>The request that was taken up or refused: it is not looked at again until the annotation changes.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }

    [JsonPropertyName("survivor")]
    public string? Survivor { get; init; }

    [JsonPropertyName("survivorTerm")]
    public ulong? SurvivorTerm { get; init; }

    /// <summary>Last raft index the survivor knew to be committed.</summary>
    [JsonPropertyName("survivorIndex")]
    public ulong? SurvivorIndex { get; init; }

    [JsonPropertyName("survivorRevision")]
    public long? SurvivorRevision { get; init; }

    /// <summary>Hash of the survivor's keys at <see cref="SurvivorRevision"/> before it was forced.</summary>
    [JsonPropertyName("survivorHash")]
    public long? SurvivorHash { get; init; }

    [JsonPropertyName("oldClusterID")]
    public string? OldClusterId { get; init; }

    [JsonPropertyName("newClusterID")]
    public string? NewClusterId { get; init; }

    [JsonPropertyName("startedAt")]
    public DateTime? StartedAt { get; init; }

    [JsonPropertyName("completedAt")]
    public DateTime? CompletedAt { get; init; }

    /// <summary>Recoveries of this cluster in which a survivor was forced.</summary>
    [JsonPropertyName("count")]
    public int Count { get; init; }

    /// <summary>Writes that were acknowledged may be missing, and nobody has acknowledged that yet.</summary>
    [JsonPropertyName("dataLossPossible")]
    public bool DataLossPossible { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>A survivor has been chosen and is not yet an ordinary member again: no other rule may touch the cluster.</summary>
    [JsonIgnore]
    public bool IsForcing => Phase is RecoveryPhase.Fencing or RecoveryPhase.Forcing or RecoveryPhase.Restarting or RecoveryPhase.Failed;
}
