using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Rights.</summary>
[JsonSerializable(typeof(V1Role))]
[JsonSerializable(typeof(V1RoleBinding))]
[JsonSerializable(typeof(V1ClusterRole))]
[JsonSerializable(typeof(V1ClusterRoleBinding))]
internal sealed partial class AccessJson : JsonSerializerContext;
