using Operon.Etcd.Planning;

namespace Operon.Etcd.Versions;

/// <summary>A setting of etcd whose name or life depends on the version.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Gate">Name of its feature gate, where it is one.</param>
/// <param name="Name">Today's name without dashes, and without <c>experimental-</c>.</param>
/// <param name="Since">First minor version (3.x) that has it.</param>
/// <param name="Until">Last minor version (3.x) that has it; null while it lives.</param>
internal sealed record EtcdFlag(string Name, FlagForm Form, int Since = 0, int? Until = null, string? Gate = null)
{
    public const string Experimental = "experimental-";

    public bool ExistsIn(EtcdVersion version) => version.Minor >= Since && (Until is null || version.Minor <= Until);
}
