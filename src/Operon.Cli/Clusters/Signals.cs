using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Operon.Cli.Clusters;

/// <summary>Signals to other processes.</summary>
internal static partial class Signals
{
    private const int Sigterm = 15;

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int processId)
    {
        if (Kill(processId, Sigterm) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Process {processId} could not be asked to stop.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
