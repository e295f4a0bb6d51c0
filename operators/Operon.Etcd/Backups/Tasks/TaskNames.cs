using System.Security.Cryptography;
using System.Text;
using k8s.Models;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>Names of the pods of tasks: the owner's name, cut where it is long, and a hash of owner and run.</summary>
internal static class TaskNames
{
    private const int LongestOwner = 48;
    private const int HashLength = 10;

    public static string Of(V1ObjectMeta owner, string run)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner.Uid} {run}")))[..HashLength];
        var name = owner.Name.Length > LongestOwner ? owner.Name[..LongestOwner] : owner.Name;
        return $"{name.TrimEnd('-', '.')}-{hash}";
    }
}
