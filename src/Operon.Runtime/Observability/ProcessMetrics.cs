using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Operon.Runtime;

/// <summary>The process under the names Prometheus clients of all languages use. Meter: <c>Operon.Process</c>.</summary>
internal static class ProcessMetrics
{
    private static readonly Meter _meter = new("Operon.Process");
    private static int _isRegistered;

    /// <summary>Creates the instruments once.</summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref _isRegistered, 1) != 0)
        {
            return;
        }

        _meter.CreateObservableCounter("process_cpu_seconds_total", () => Read(process => process.TotalProcessorTime.TotalSeconds), "s", "Processor time in user and system mode.");
        _meter.CreateObservableGauge("process_resident_memory_bytes", () => Read(process => process.WorkingSet64), "By", "Resident memory.");
        _meter.CreateObservableGauge("process_virtual_memory_bytes", () => Read(process => process.VirtualMemorySize64), "By", "Virtual memory.");
        _meter.CreateObservableGauge(
            "process_start_time_seconds",
            () => Read(process => (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds),
            "s",
            "When the process started, in seconds since 1970.");
        _meter.CreateObservableGauge("process_threads", () => Read(process => process.Threads.Count), "{thread}", "Threads of the operating system.");
        if (OperatingSystem.IsLinux())
        {
            _meter.CreateObservableGauge("process_open_fds", () => Directory.EnumerateFileSystemEntries("/proc/self/fd").LongCount(), "{file}", "Open file descriptors.");
            _meter.CreateObservableGauge("process_max_fds", MostFiles, "{file}", "Most file descriptors the process may open.");
        }
    }

    private static T Read<T>(Func<Process, T> read)
    {
        using var process = Process.GetCurrentProcess();
        return read(process);
    }

    private static IEnumerable<Measurement<long>> MostFiles()
    {
        const string Prefix = "Max open files";
        var limit = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..].Trim().Split(' ')[0];
        if (long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var files))
        {
            yield return new Measurement<long>(files);
        }
    }
}
