using System.Security.Cryptography.X509Certificates;

namespace Operon.Kubernetes;

/// <summary>
/// On Linux, .NET reads every certificate authority of the system when a process builds its first certificate chain, whoever is to be trusted. That takes
/// longer than everything else an operator does until its first reconcile, so it is done beside the rest of the start.
/// </summary>
internal static class SystemAuthorities
{
    private static volatile bool _areRead = !OperatingSystem.IsLinux();

    /// <summary>Builds what needs a chain: at once when the authorities are known, otherwise on a thread of its own.</summary>
    public static Task<T> ChainedAsync<T>(Func<T> build) =>
        _areRead ? Task.FromResult(build()) : Task.Factory.StartNew(() => Built(build()), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Has them read before a server's certificate, issued by <paramref name="authority"/>, is verified.</summary>
    public static void ReadAhead(X509Certificate2 authority)
    {
        if (!_areRead)
        {
            // Whether the chain holds is asked when it counts.
            _ = ChainedAsync(() => Build(authority));
        }
    }

    private static bool Build(X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllFlags;
        return chain.Build(authority);
    }

    private static T Built<T>(T result)
    {
        _areRead = true;
        return result;
    }
}
