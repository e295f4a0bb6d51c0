using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Small kinds of the other groups.</summary>
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(V1EndpointSlice))]
[JsonSerializable(typeof(V1PodDisruptionBudget))]
[JsonSerializable(typeof(V1PriorityClass))]
[JsonSerializable(typeof(V1RuntimeClass))]
[JsonSerializable(typeof(V1CertificateSigningRequest))]
[JsonSerializable(typeof(V1APIService))]
internal sealed partial class ClusterJson : JsonSerializerContext;
