using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using Operon.Etcd.Membership;

namespace Operon.Etcd.Objects;

/// <summary>
/// The secrets of the two users that hold the role root: <c>root</c>, which etcd asks for and people use, and the operator's own, which nobody else needs
/// and which outlives any change of root's password.
/// </summary>
internal static class AuthSecrets
{
    public const string UsernameKey = "username";
    public const string PasswordKey = "password";
    public const string RootUser = "root";
    public const string RootRole = "root";
    public const string OperatorUser = "etcd-operator";

    public static string OperatorName(ClusterLayout layout) => $"{layout.Name}-operator-auth";

    public static string RootName(ClusterLayout layout) =>
        layout.Cluster.Spec.Auth?.RootSecret is { Length: > 0 } given ? given : layout.Cluster.Status?.Auth?.RootSecret ?? $"{layout.Name}-root-auth";

    public static V1Secret Generate(ClusterLayout layout, string name, string user) => new()
    {
        Metadata = layout.Metadata(name),
        Type = "kubernetes.io/basic-auth",
        Data = new Dictionary<string, byte[]>
        {
            [UsernameKey] = Encoding.UTF8.GetBytes(user),
            [PasswordKey] = Encoding.UTF8.GetBytes(RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 32)),
        },
    };

    /// <summary>The user in a secret; null when it has no password. A line break at the end is what editors and <c>echo</c> add, not what people mean.</summary>
    public static MemberCredentials? Read(V1Secret? secret, string user) =>
        secret?.Data is { } data && data.TryGetValue(PasswordKey, out var bytes) && Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n') is { Length: > 0 } password
            ? new MemberCredentials(user, password)
            : null;

    /// <summary>What is wrong with root's secret; null when nothing is.</summary>
    public static string? Problem(string name, V1Secret secret)
    {
        if (Read(secret, RootUser) is null)
        {
            return $"spec.auth.rootSecret: secret {name} has no key {PasswordKey}";
        }

        return secret.Data.TryGetValue(UsernameKey, out var user) && Encoding.UTF8.GetString(user).Trim() != RootUser
            ? $"spec.auth.rootSecret: secret {name} must name the user {RootUser} in its key {UsernameKey}, or leave it out"
            : null;
    }
}
