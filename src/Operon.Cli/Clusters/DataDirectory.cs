namespace Operon.Cli.Clusters;

/// <summary>The folder of one local cluster, and the files in it that the command reads and writes.</summary>
internal sealed class DataDirectory(string path)
{
    /// <summary>Where a cluster lives when nobody says: <c>$XDG_DATA_HOME/operon/default</c>.</summary>
    public static string Default => Named("default");

    /// <summary>Where images made by <c>operon build</c> are kept, for all clusters of this user.</summary>
    public static string Images => Named("images");

    public string Root { get; } = Path.GetFullPath(path);

    public string Kubeconfig => Path.Combine(Root, "kubeconfig");

    public string Log => Path.Combine(Root, "cluster.log");

    public string State => Path.Combine(Root, "cluster.json");

    public string Lock => Path.Combine(Root, "lock");

    public string DialSocket => Path.Combine(Root, "dial.sock");

    public static string Named(string name)
    {
        var home = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (string.IsNullOrEmpty(home))
        {
            home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        }

        return Path.Combine(home, "operon", name);
    }

    /// <summary>Creates the folder, readable by its owner only: it holds keys.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A local cluster needs Linux.");
        }

        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
