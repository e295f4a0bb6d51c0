namespace Operon.LocalCluster.Sandboxing;

/// <summary>Which stream of a container a line came from.</summary>
internal enum OutputStream
{
    Stdout,
    Stderr,
}
