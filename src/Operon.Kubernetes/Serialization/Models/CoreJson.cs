using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Kinds of the core group without those that hold pods or volumes.</summary>
[JsonSerializable(typeof(V1Service))]
[JsonSerializable(typeof(V1Endpoints))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(V1Node))]
[JsonSerializable(typeof(V1PersistentVolumeClaim))]
[JsonSerializable(typeof(V1ServiceAccount))]
[JsonSerializable(typeof(V1LimitRange))]
[JsonSerializable(typeof(V1ResourceQuota))]
internal sealed partial class CoreJson : JsonSerializerContext;
