using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A finished object in a store. Size and hash are those of the stored bytes.</summary>
internal sealed record BackupArtifact
{
    [JsonPropertyName("uri")]
    public string Uri { get; init; } = "";

    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    [JsonPropertyName("sizeBytes")]
    public long SizeBytes { get; init; }

    [JsonPropertyName("sha256")]
    public string Sha256 { get; init; } = "";

    [JsonPropertyName("encrypted")]
    public bool Encrypted { get; init; }

    [JsonPropertyName("etcdRevision")]
    public long EtcdRevision { get; init; }

    [JsonPropertyName("etcdVersion")]
    public string? EtcdVersion { get; init; }

    [JsonPropertyName("hashKV")]
    public BackupHash? HashKv { get; init; }

    [JsonPropertyName("copies")]
    public IReadOnlyList<BackupCopyStatus>? Copies { get; init; }

    [JsonPropertyName("testRestore")]
    public string? TestRestore { get; init; }
}

/// <summary>etcd's hash over all keys up to a revision, as the member gave it before the snapshot.</summary>
internal sealed record BackupHash
{
    [JsonPropertyName("revision")]
    public long Revision { get; init; }

    [JsonPropertyName("compactRevision")]
    public long CompactRevision { get; init; }

    [JsonPropertyName("hash")]
    public long Hash { get; init; }
}
