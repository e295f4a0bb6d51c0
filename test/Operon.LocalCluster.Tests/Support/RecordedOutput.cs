using System.Text;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Tests.Support;

/// <summary>Keeps what a container wrote.</summary>
internal sealed class RecordedOutput : IOutputSink
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public string Text => string.Join('\n', Lines);

    public void Write(OutputStream stream, ReadOnlySpan<byte> line, bool isWhole)
    {
        lock (_lock)
        {
            _lines.Add(Encoding.UTF8.GetString(line));
        }
    }
}
