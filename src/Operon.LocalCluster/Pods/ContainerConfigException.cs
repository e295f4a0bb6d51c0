namespace Operon.LocalCluster.Pods;

/// <summary>A container cannot be configured as its pod asks: a ConfigMap, Secret, key or field is missing. Worth trying again.</summary>
internal sealed class ContainerConfigException(string message) : Exception(message);
