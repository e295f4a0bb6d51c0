using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A backup that was asked for by the annotation <see cref="Annotation"/>, and is stored.</summary>
internal sealed record BackupRequest
{
    /// <summary>Asks for a backup now. Its value says which request it is: another value is another request.</summary>
    public const string Annotation = "etcd.database.coreos.com/backup-now";

    [JsonPropertyName("token")]
    public string Token { get; init; } = "";

    [JsonPropertyName("key")]
    public string? Key { get; init; }

    [JsonPropertyName("time")]
    public DateTimeOffset Time { get; init; }

    /// <summary>The request that is not fulfilled yet; null when there is none.</summary>
    public static string? Open(EtcdBackup backup) =>
        backup.Metadata.Annotations?.TryGetValue(Annotation, out var token) == true && token.Length > 0 && token != backup.Status?.Request?.Token ? token : null;
}
