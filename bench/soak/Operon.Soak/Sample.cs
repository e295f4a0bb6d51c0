using System.Diagnostics;

namespace Operon.Soak;

/// <summary>What the process holds at one moment.</summary>
/// <param name="Minute">Minutes since the start.</param>
/// <param name="HeapBytes">Managed bytes that survive a full collection.</param>
/// <param name="ResidentBytes">Resident set.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Threads.</param>
internal sealed record Sample(double Minute, long HeapBytes, long ResidentBytes, int Handles, int Threads)
{
    public static Sample Take(TimeSpan since)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount;
        return new Sample(since.TotalMinutes, GC.GetTotalMemory(forceFullCollection: false), process.WorkingSet64, handles, process.Threads.Count);
    }
}
