using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Volumes and their classes.</summary>
[JsonSerializable(typeof(V1PersistentVolume))]
[JsonSerializable(typeof(V1StorageClass))]
internal sealed partial class StorageJson : JsonSerializerContext;
