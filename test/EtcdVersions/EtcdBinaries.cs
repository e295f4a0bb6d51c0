namespace Operon.Etcd.Versions;

/// <summary>One version of etcd, unpacked for tests.</summary>
/// <param name="Version">As the program prints it: <c>3.5.16</c>.</param>
/// <param name="Folder">Where its programs are.</param>
internal sealed record EtcdBinaries(Version Version, string Folder)
{
    public string Etcd => Path.Combine(Folder, "etcd");

    public string Etcdctl => Path.Combine(Folder, "etcdctl");

    /// <summary>Null before 3.5, where etcdctl does its work.</summary>
    public string? Etcdutl => Path.Combine(Folder, "etcdutl") is var path && File.Exists(path) ? path : null;

    /// <summary>The tag of its image: <c>v3.5.16</c>.</summary>
    public string Tag => $"v{Version}";

    public override string ToString() => Version.ToString();
}
