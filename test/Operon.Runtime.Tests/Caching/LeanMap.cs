using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Runtime.Tests;

/// <summary>What a controller might read of a config map.</summary>
internal sealed record LeanMap : IKubernetesObject<V1ObjectMeta>
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();

    public Dictionary<string, string>? Data { get; init; }
}

[JsonSerializable(typeof(LeanMap))]
internal sealed partial class LeanContext : JsonSerializerContext;
