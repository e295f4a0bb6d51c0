using System.Security.Cryptography;
using System.Text;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Names of dependents that give none themselves: deterministic, so that a crash between two writes leaves nothing behind.</summary>
internal static class DependentNames
{
    // What fits everywhere a name is used: labels, Services, DNS.
    private const int Longest = 63;

    public static string For(ObjectKey primary, string dependent, string key, bool inSameNamespace)
    {
        var scope = inSameNamespace || primary.Namespace is null ? primary.Name : $"{primary.Namespace}-{primary.Name}";
        var name = key.Length == 0 ? $"{scope}-{dependent}" : $"{scope}-{dependent}-{key}";
        if (name.Length <= Longest)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return $"{name[..(Longest - hash.Length - 1)].TrimEnd('-', '.')}-{hash}";
    }
}
