using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Kinds of networking.k8s.io.</summary>
[JsonSerializable(typeof(V1Ingress))]
[JsonSerializable(typeof(V1IngressClass))]
[JsonSerializable(typeof(V1NetworkPolicy))]
internal sealed partial class NetworkingJson : JsonSerializerContext;
