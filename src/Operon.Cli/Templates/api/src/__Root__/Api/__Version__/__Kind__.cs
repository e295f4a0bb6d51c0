__license__using Operon.Kubernetes;

namespace __Root__.Api.__Version__;

/// <summary>__Kind__ is the kind users write: what they wish, and what was seen of it.</summary>
[KubernetesResource("__group__", "__version__"__resourceOptions__)]
[PrinterColumn("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Age", "date", ".metadata.creationTimestamp")]
public sealed partial record __Kind__ : CustomResource<__Kind__Spec, __Kind__Status>;
