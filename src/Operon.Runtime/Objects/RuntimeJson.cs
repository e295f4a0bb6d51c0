using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Kinds that the runtime writes itself and that are none of <see cref="Operon.Kubernetes.ResourceKinds"/>.</summary>
[JsonSerializable(typeof(Eventsv1Event))]
[JsonSerializable(typeof(V1TokenReview))]
[JsonSerializable(typeof(V1SubjectAccessReview))]
[JsonSerializable(typeof(V1SelfSubjectAccessReview))]
internal sealed partial class RuntimeJson : JsonSerializerContext;
