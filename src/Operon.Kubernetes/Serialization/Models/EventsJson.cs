using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Events, which every operator writes.</summary>
[JsonSerializable(typeof(Corev1Event))]
internal sealed partial class EventsJson : JsonSerializerContext;
