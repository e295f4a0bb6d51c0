using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks.Tests;

/// <summary>A kind in two versions. v1 is the hub: its size is a number, in v1alpha1 a text.</summary>
internal sealed record Memcached : IKubernetesObject<V1ObjectMeta>
{
    public static ResourceKind<Memcached> Resource { get; } =
        ResourceKinds.Custom<Memcached>(new("cache.example.com", "v1", "Memcached", "memcacheds", IsNamespaced: true), MemcachedJson.Default);

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();

    public MemcachedSpec Spec { get; init; } = new();
}

internal sealed record MemcachedSpec
{
    public int? Size { get; init; }

    public string? Image { get; init; }

    public IReadOnlyList<MemcachedPort>? Ports { get; init; }
}

internal sealed record MemcachedPort(string Name, int Number);

internal sealed record OldMemcached : IKubernetesObject<V1ObjectMeta>
{
    public static ResourceKind<OldMemcached> Resource { get; } =
        ResourceKinds.Custom<OldMemcached>(new("cache.example.com", "v1alpha1", "Memcached", "memcacheds", IsNamespaced: true), MemcachedJson.Default);

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();

    public OldMemcachedSpec Spec { get; init; } = new();
}

internal sealed record OldMemcachedSpec
{
    public string? Size { get; init; }
}

[JsonSerializable(typeof(Memcached))]
[JsonSerializable(typeof(OldMemcached))]
internal sealed partial class MemcachedJson : JsonSerializerContext;
