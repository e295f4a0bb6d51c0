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

    /// <summary>Replaces a link to a directory by another one in one step, which <see cref="File.Move(string, string, bool)"/> refuses.</summary>
    public static void Rename(string from, string to)
    {
        var source = Marshal.StringToCoTaskMemUTF8(from);
        var target = Marshal.StringToCoTaskMemUTF8(to);
        try
        {
            if (Rename(source, target) != 0)
            {
                throw new IOException($"Cannot rename {from} to {to}: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem(source);
            Marshal.FreeCoTaskMem(target);
        }
    }

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(nint from, nint to);
}
