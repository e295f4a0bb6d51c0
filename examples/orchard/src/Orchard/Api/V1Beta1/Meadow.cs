using Operon.Kubernetes;

namespace Orchard.Api.V1Beta1;

/// <summary>Meadow is the kind users write: what they wish, and what was seen of it.</summary>
[KubernetesResource("land.example.com", "v1beta1", Plural = "meadowlands", Scope = ResourceScope.Cluster, Storage = true)]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
public sealed partial record Meadow : CustomResource<MeadowSpec, MeadowStatus>;
