namespace Operon.ApiServer.CustomResources;

/// <summary>The paths a CRD's scale subresource maps to.</summary>
internal sealed record CustomScale(string SpecReplicasPath, string StatusReplicasPath, string? LabelSelectorPath);
