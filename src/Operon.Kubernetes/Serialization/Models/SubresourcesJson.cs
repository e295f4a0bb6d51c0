using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Bodies of subresources.</summary>
[JsonSerializable(typeof(V1Scale))]
[JsonSerializable(typeof(V1Eviction))]
[JsonSerializable(typeof(V1Binding))]
[JsonSerializable(typeof(Authenticationv1TokenRequest))]
internal sealed partial class SubresourcesJson : JsonSerializerContext;
