namespace Operon.LocalCluster.Images;

/// <summary>No program of this machine stands in for an image.</summary>
internal sealed class ImagePullException(string message) : Exception(message);
