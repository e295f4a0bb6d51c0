using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>How much history etcd keeps by itself.</summary>
internal sealed record AutoCompactionPolicy
{
    public const string Periodic = "periodic";
    public const string Revision = "revision";

    /// <summary><see cref="Periodic"/> (the default) or <see cref="Revision"/>.</summary>
    [JsonPropertyName("mode")]
    public string? Mode { get; init; }

    /// <summary>A duration such as <c>30m</c>, or a number of revisions.</summary>
    [JsonPropertyName("retention")]
    public string? Retention { get; init; }
}
