using System.Text;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Logs;

/// <summary>
/// The log of one run of a container, in the CRI form <c>time stream F|P text</c>. Rotates at 10 MiB and keeps five files:
/// <c>3.log</c> is the present one of the fourth run, <c>3.log.1</c> the one before.
/// </summary>
internal sealed class ContainerLogFile : IOutputSink, IDisposable
{
    public const int KeptFiles = 5;
    private const long LargestFile = 10 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly long _largest;
    private readonly TimeProvider _time;
    private FileStream? _file;

    public ContainerLogFile(string path, TimeProvider time, long largest = LargestFile)
    {
        _path = path;
        _time = time;
        _largest = largest;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = Open();
    }

    public void Write(OutputStream stream, ReadOnlySpan<byte> line, bool isWhole)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        lock (_lock)
        {
            if (_file is null)
            {
                return;
            }

            // Kubernetes log times have nine digits; a DateTime has seven.
            var head = Encoding.ASCII.GetBytes($"{now:yyyy-MM-ddTHH:mm:ss.fffffff}00Z {(stream == OutputStream.Stdout ? "stdout" : "stderr")} {(isWhole ? 'F' : 'P')} ");
            byte[] entry = [.. head, .. line, (byte)'\n'];
            _file.Write(entry);
            _file.Flush();
            if (_file.Length >= _largest)
            {
                Rotate();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Rotate()
    {
        _file!.Dispose();
        for (var number = KeptFiles - 1; number > 0; number--)
        {
            var older = number == 1 ? _path : $"{_path}.{number - 1}";
            if (File.Exists(older))
            {
                File.Move(older, $"{_path}.{number}", overwrite: true);
            }
        }

        _file = Open();
    }

    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
