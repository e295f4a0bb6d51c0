using Operon.LocalCluster.Sandboxing;

namespace Operon.LocalCluster.Networking;

/// <summary>Checks before a start whether this machine can run pods, and says what to do when it cannot.</summary>
public static class Preflight
{
    /// <summary>Installs every program the local cluster and the etcd walkthrough need, on Debian and Ubuntu.</summary>
    public const string InstallCommand = "Install what is missing with: sudo apt-get install -y etcd-server etcd-client bubblewrap iproute2 nftables util-linux";

    private static readonly (string Program, string Package)[] Required =
    [
        ("unshare", "util-linux"), ("nsenter", "util-linux"), ("mount", "mount"), ("ip", "iproute2"), ("bwrap", "bubblewrap"), ("nft", "nftables"),
    ];

    /// <summary>The problems found, empty when pods can run.</summary>
    public static async Task<IReadOnlyList<PreflightProblem>> CheckAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [new("Pods run as sandboxed Linux processes; this system is not Linux.", "Use Linux, or WSL 2 on Windows, or point KUBECONFIG at a cluster.")];
        }

        var missing = Required.Where(tool => HostPrograms.Find(tool.Program) is null).ToList();
        if (missing.Count > 0)
        {
            return
            [
                .. missing.Select(tool => new PreflightProblem(
                    $"The program '{tool.Program}' is not installed.",
                    $"sudo apt-get install -y {string.Join(' ', missing.Select(other => other.Package).Distinct())}")),
            ];
        }

        var result = await HostCommand.RunAsync(
            "unshare", [.. NamespaceLauncher.NamespaceArguments, "sh", "-c", "ip link set lo up && mount -t tmpfs tmpfs /tmp && exec bwrap --ro-bind / / --unshare-pid true"], cancellationToken);
        return result.Succeeded ? [] : [Explain(result.Error.Trim())];
    }

    private static PreflightProblem Explain(string error)
    {
        if (Setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1")
        {
            return new(
                $"AppArmor keeps ordinary users from using user namespaces ({error}).",
                "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
        }

        if (Setting("/proc/sys/kernel/unprivileged_userns_clone") == "0")
        {
            return new($"The kernel keeps ordinary users from making user namespaces ({error}).", "sudo sysctl -w kernel.unprivileged_userns_clone=1");
        }

        if (Setting("/proc/sys/user/max_user_namespaces") == "0")
        {
            return new($"The number of user namespaces is limited to 0 ({error}).", "sudo sysctl -w user.max_user_namespaces=15000");
        }

        return new(
            $"A rootless user, network and mount namespace cannot be made ({error}).",
            "Inside a container start it with '--privileged' or with '--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined'.");
    }

    private static string? Setting(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : null;
}
