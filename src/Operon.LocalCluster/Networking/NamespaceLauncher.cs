using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Networking;

/// <summary>
/// Moves this process into the rootless user, network and mount namespace in which a local cluster lives. The process keeps its
/// id: it becomes <c>unshare</c>, which becomes the given program.
/// </summary>
public static class NamespaceLauncher
{
    /// <summary>Environment variable that tells the program inside that it is inside.</summary>
    public const string InsideVariable = "OPERON_CLUSTER_NAMESPACE";

    /// <summary>Environment variable with the number of the inherited listening socket.</summary>
    public const string ListenHandleVariable = "OPERON_LISTEN_HANDLE";

    /// <summary>Whether this process already is inside a cluster namespace.</summary>
    public static bool IsInside => Environment.GetEnvironmentVariable(InsideVariable) == "1";

    /// <summary>The listening socket handed over by <see cref="Enter"/>; null when there is none.</summary>
    public static nint? ListenHandle =>
        nint.TryParse(Environment.GetEnvironmentVariable(ListenHandleVariable), System.Globalization.CultureInfo.InvariantCulture, out var handle) ? handle : null;

    /// <summary>
    /// Opens a TCP listening socket in the present network that survives <see cref="Enter"/>: it goes on to accept the host's
    /// connections inside. Throws <see cref="SocketException"/> when the endpoint is taken.
    /// </summary>
    public static Socket OpenListener(IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(endpoint);
        socket.Listen(512);
        if (NativeMethods.FileControl((int)socket.Handle, NativeMethods.SetFileDescriptorFlags, 0) != 0)
        {
            throw new InvalidOperationException($"fcntl on the listening socket of {endpoint} failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        return socket;
    }

    /// <summary>
    /// Replaces this process by <paramref name="program"/> inside the new namespaces. Returns only by throwing:
    /// <see cref="InvalidOperationException"/> when the kernel refuses; run <see cref="Preflight"/> first for the remedy.
    /// </summary>
    /// <param name="program">Absolute path of the program, such as the apphost or <c>dotnet</c>.</param>
    /// <param name="arguments">Its arguments, without the program.</param>
    /// <param name="listener">A socket of <see cref="OpenListener"/>, or null.</param>
    /// <param name="environment">Variables to add to or replace in the present environment.</param>
    public static void Enter(string program, IReadOnlyList<string> arguments, Socket? listener, IReadOnlyDictionary<string, string>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(arguments);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        variables[InsideVariable] = "1";
        if (listener is not null)
        {
            variables[ListenHandleVariable] = listener.Handle.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var unshare = HostPrograms.Require("unshare");
        string[] argv = [unshare, .. NamespaceArguments, program, .. arguments];
        _ = NativeMethods.Execute(
            Marshal.StringToCoTaskMemUTF8(unshare),
            ToNative(argv),
            ToNative([.. variables.Select(variable => $"{variable.Key}={variable.Value}")]));
        throw new InvalidOperationException($"Cannot become '{unshare}': {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Arguments of <c>unshare</c> that make the namespaces.</summary>
    internal static IReadOnlyList<string> NamespaceArguments { get; } = ["--user", "--map-root-user", "--net", "--mount", "--"];

    private static nint[] ToNative(IReadOnlyList<string> texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];
}
