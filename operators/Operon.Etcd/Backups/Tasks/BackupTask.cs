using System.Text.Json.Serialization;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>Work done in a pod beside the operator: where a volume, or the place of a data directory, is at hand. Names secrets, never holds their content.</summary>
internal sealed record BackupTask
{
    /// <summary>One of <see cref="TaskKind"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    [JsonPropertyName("source")]
    public BackupSource? Source { get; init; }

    /// <summary>Backup: addresses of the members.</summary>
    [JsonPropertyName("endpoints")]
    public IReadOnlyList<string>? Endpoints { get; init; }

    /// <summary>Backup: secret with the client certificate.</summary>
    [JsonPropertyName("clientTLS")]
    public TlsSecret? ClientTls { get; init; }

    /// <summary>Backup and check: secret with user and password.</summary>
    [JsonPropertyName("basicAuthSecret")]
    public string? BasicAuthSecret { get; init; }

    /// <summary>Backup: whether revision and time are added to the key.</summary>
    [JsonPropertyName("periodic")]
    public bool Periodic { get; init; }

    /// <summary>Backup: what may be deleted afterwards.</summary>
    [JsonPropertyName("retention")]
    public BackupRetention? Retention { get; init; }

    /// <summary>Time limit of the whole.</summary>
    [JsonPropertyName("timeoutSeconds")]
    public long TimeoutSeconds { get; init; }

    /// <summary>Verify and fetch: hash of the stored bytes, where it is known.</summary>
    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    /// <summary>Fetch and adopt: folder in which <c>data</c> is, or is to be.</summary>
    [JsonPropertyName("folder")]
    public string? Folder { get; init; }

    /// <summary>Check: what the restored member has to say.</summary>
    [JsonPropertyName("expected")]
    public BackupArtifact? Expected { get; init; }
}

/// <summary>The kinds of tasks.</summary>
internal static class TaskKind
{
    /// <summary>Take a snapshot and store it.</summary>
    public const string Backup = "backup";

    /// <summary>Read a stored backup and prove it whole.</summary>
    public const string Verify = "verify";

    /// <summary>Bring a stored backup to where the restore tool finds it.</summary>
    public const string Fetch = "fetch";

    /// <summary>Move the restored directory to where etcd looks for it.</summary>
    public const string Adopt = "adopt";

    /// <summary>Ask a member that was restored for a test what it holds.</summary>
    public const string Check = "check";
}
