using System.Globalization;

namespace Operon.LocalCluster.Sandboxing;

/// <summary>
/// The bubblewrap command line of a container. The root is composed from an empty tmpfs and read-only binds rather than a
/// read-only bind of the host's root, on which no mount point for a volume could be created.
/// </summary>
internal static class BubblewrapArguments
{
    private static readonly string[] RootLinks = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    private static readonly string[] SharedEtc =
    [
        "/etc/alternatives", "/etc/ca-certificates", "/etc/ca-certificates.conf", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
        "/etc/localtime", "/etc/pki", "/etc/protocols", "/etc/services", "/etc/ssl", "/etc/java-17-openjdk",
    ];

    private static readonly string[] OwnEtc = ["group", "hostname", "hosts", "nsswitch.conf", "passwd", "resolv.conf"];

    public static List<string> Build(SandboxSpec spec)
    {
        List<string> arguments = ["--ro-bind", "/usr", "/usr"];
        foreach (var path in RootLinks)
        {
            if (new DirectoryInfo(path) is { Exists: true } directory)
            {
                arguments.AddRange(directory.LinkTarget is { } target ? ["--symlink", target, path] : ["--ro-bind", path, path]);
            }
        }

        var made = new HashSet<string>(StringComparer.Ordinal) { "/", "/usr", "/etc", "/tmp", "/dev", "/proc", "/run", "/var", "/root" };
        arguments.AddRange(["--perms", "0755", "--dir", "/etc"]);
        foreach (var path in SharedEtc)
        {
            if (Path.Exists(path))
            {
                arguments.AddRange(["--ro-bind", path, path]);
            }
        }

        foreach (var name in OwnEtc)
        {
            arguments.AddRange(["--bind", Path.Combine(spec.EtcDirectory, name), $"/etc/{name}"]);
        }

        arguments.AddRange(["--dev", "/dev", "--proc", "/proc", "--perms", "1777", "--tmpfs", "/dev/shm", "--perms", "1777", "--tmpfs", "/tmp"]);
        foreach (var path in (string[])["/run", "/var", "/var/lib", "/var/log", "/var/run", "/root", "/home", "/opt"])
        {
            AddDirectory(arguments, made, path, force: true);
        }

        foreach (var overlay in spec.Mounts.Where(NeedsOverlay).Select(mount => Path.GetDirectoryName(mount.Target)!).Distinct())
        {
            arguments.AddRange(["--perms", "0755", "--tmpfs", overlay]);
        }

        foreach (var mount in spec.Mounts)
        {
            AddParents(arguments, made, mount.Target);
            arguments.AddRange([mount.IsReadOnly ? "--ro-bind" : "--bind", mount.Source, mount.Target]);
        }

        AddDirectory(arguments, made, spec.WorkingDirectory, force: false);
        if (spec.User is { } user)
        {
            arguments.AddRange(["--unshare-user", "--uid", user.UserId.ToString(CultureInfo.InvariantCulture), "--gid", user.GroupId.ToString(CultureInfo.InvariantCulture)]);
        }

        arguments.AddRange(["--chdir", spec.WorkingDirectory, "--unshare-pid", "--unshare-uts", "--unshare-ipc", "--hostname", spec.HostName, "--die-with-parent", "--new-session", "--"]);
        arguments.AddRange(spec.Command);
        return arguments;
    }

    // /usr is the host's, read-only: a file can only appear in a directory of it that is covered by a tmpfs.
    private static bool NeedsOverlay(SandboxMount mount) => mount.Target.StartsWith("/usr/", StringComparison.Ordinal);

    private static void AddParents(List<string> arguments, HashSet<string> made, string target)
    {
        if (Path.GetDirectoryName(target) is { } parent)
        {
            AddDirectory(arguments, made, parent, force: false);
        }
    }

    // bubblewrap creates missing parents with mode 0700, which other uids inside could not enter.
    private static void AddDirectory(List<string> arguments, HashSet<string> made, string path, bool force)
    {
        if ((made.Contains(path) && !force) || path.StartsWith("/usr/", StringComparison.Ordinal))
        {
            return;
        }

        AddParents(arguments, made, path);
        made.Add(path);
        arguments.AddRange(["--perms", "0755", "--dir", path]);
    }
}
