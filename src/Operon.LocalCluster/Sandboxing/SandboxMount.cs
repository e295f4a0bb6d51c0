namespace Operon.LocalCluster.Sandboxing;

/// <summary>A file or directory of the host that appears in the container.</summary>
/// <param name="Source">Absolute path on the host.</param>
/// <param name="Target">Absolute path in the container.</param>
/// <param name="IsReadOnly">Whether the container may write to it.</param>
internal sealed record SandboxMount(string Source, string Target, bool IsReadOnly);
