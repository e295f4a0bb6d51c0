using System.Runtime.InteropServices;

namespace Operon.LocalCluster.Sandboxing;

/// <summary>The few system calls .NET has no word for.</summary>
internal static class NativeMethods
{
    public const int SetFileDescriptorFlags = 2;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "execve", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Execute(nint path, nint[] arguments, nint[] environment);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int FileControl(int descriptor, int command, int argument);
}
