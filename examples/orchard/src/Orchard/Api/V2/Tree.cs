using Operon.Kubernetes;

namespace Orchard.Api.V2;

/// <summary>Tree is the kind users write: what they wish, and what was seen of it.</summary>
[KubernetesResource("fruit.example.com", "v2")]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
public sealed partial record Tree : CustomResource<TreeSpec, TreeStatus>;
