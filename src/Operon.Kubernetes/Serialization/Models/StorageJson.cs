using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Volumes, their classes and drivers.</summary>
[JsonSerializable(typeof(V1PersistentVolume))]
[JsonSerializable(typeof(V1StorageClass))]
[JsonSerializable(typeof(V1VolumeAttachment))]
[JsonSerializable(typeof(V1CSIDriver))]
[JsonSerializable(typeof(V1CSINode))]
internal sealed partial class StorageJson : JsonSerializerContext;
