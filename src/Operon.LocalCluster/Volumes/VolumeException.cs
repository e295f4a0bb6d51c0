namespace Operon.LocalCluster.Volumes;

/// <summary>A volume of a pod cannot be set up now. Worth trying again.</summary>
internal sealed class VolumeException(string message) : Exception(message);
