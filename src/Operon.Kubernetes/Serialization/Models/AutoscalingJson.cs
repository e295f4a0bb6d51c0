using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Kinds of autoscaling.</summary>
[JsonSerializable(typeof(V2HorizontalPodAutoscaler))]
internal sealed partial class AutoscalingJson : JsonSerializerContext;
