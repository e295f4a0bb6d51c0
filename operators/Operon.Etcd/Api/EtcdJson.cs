using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Etcd.Api;

/// <summary>Source-generated JSON of the operator's own representations and of the parts of pods that users give.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EtcdCluster))]
[JsonSerializable(typeof(EtcdClusterStatus))]
[JsonSerializable(typeof(EtcdPod))]
[JsonSerializable(typeof(V1Affinity))]
[JsonSerializable(typeof(V1ResourceRequirements))]
[JsonSerializable(typeof(List<V1Toleration>))]
[JsonSerializable(typeof(List<V1EnvVar>))]
[JsonSerializable(typeof(V1PersistentVolumeClaimSpec))]
[JsonSerializable(typeof(V1PodSecurityContext))]
internal sealed partial class EtcdJson : JsonSerializerContext;
