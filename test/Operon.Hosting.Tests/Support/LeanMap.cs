using System.Text.Json.Serialization;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Hosting.Tests;

/// <summary>A ConfigMap without its data.</summary>
internal sealed record LeanMap : ICustomResource<LeanMap>
{
    public static ResourceKind<LeanMap> Resource { get; } = ResourceKinds.Custom<LeanMap>(ResourceKinds.ConfigMap.Type, LeanMapJson.Default);

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();
}

[JsonSerializable(typeof(LeanMap))]
internal sealed partial class LeanMapJson : JsonSerializerContext;
