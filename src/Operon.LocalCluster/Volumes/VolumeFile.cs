namespace Operon.LocalCluster.Volumes;

/// <summary>A file of a volume whose content comes from the API.</summary>
/// <param name="Path">Relative path.</param>
/// <param name="Content">Content.</param>
/// <param name="Mode">Permission bits.</param>
internal sealed record VolumeFile(string Path, byte[] Content, int Mode);
