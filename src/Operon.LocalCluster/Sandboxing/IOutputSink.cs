namespace Operon.LocalCluster.Sandboxing;

/// <summary>Takes what a container writes.</summary>
internal interface IOutputSink
{
    /// <summary>Takes a line without its line feed, or a part of one when <paramref name="isWhole"/> is false. Called by two readers at once.</summary>
    void Write(OutputStream stream, ReadOnlySpan<byte> line, bool isWhole);
}
