using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>
/// The rights of an operator: ClusterRoles, which hold in all namespaces, and Roles of namespaces. Give it to a user of a test cluster with
/// <see cref="TestCluster.AddUserAsync(string, RoleSet, CancellationToken)"/>, run the operator as that user, and ask <see cref="RequestJournal.VerifyRole"/> whether the rights are
/// exactly what it needed.
/// </summary>
/// <param name="Grants">The roles.</param>
public sealed record RoleSet(params IReadOnlyList<RoleGrant> Grants)
{
    private const string ManagerRole = "rbac/role.yaml";

    /// <summary>
    /// The roles that generators put into an assembly. Throws <see cref="TestClusterException"/> when one of the manifests is not there.
    /// </summary>
    /// <param name="assembly">The operator.</param>
    /// <param name="manifests">Paths below <c>config/</c>; <c>rbac/role.yaml</c>, which is made of <c>[Rbac]</c> attributes, when none is given.</param>
    public static RoleSet Generated(Assembly assembly, params IReadOnlyList<string> manifests)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(manifests);
        var generated = assembly.GetCustomAttributes<GeneratedManifestAttribute>().ToList();
        return new RoleSet([.. (manifests.Count > 0 ? manifests : [ManagerRole]).SelectMany(path =>
        {
            var manifest = generated.FirstOrDefault(manifest => manifest.Path == path) ?? throw new TestClusterException(
                $"{assembly.GetName().Name} carries no {path}: put [Rbac] on its reconcilers and reference Operon's generator. It carries {string.Join(", ", generated.Select(one => one.Path))}.");
            return Read(manifest.Json, $"{path} of {assembly.GetName().Name}").Grants;
        })]);
    }

    /// <summary>The ClusterRoles and Roles in YAML or JSON text; other kinds are left out. Throws <see cref="TestClusterException"/> when there is none.</summary>
    public static RoleSet Parse(string manifests)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        return Read(manifests, "The text");
    }

    /// <summary>These roles and more rights in all namespaces, such as those for what only the test does.</summary>
    public RoleSet With(params IReadOnlyList<V1PolicyRule> rules) => new([.. Grants, new RoleGrant("more rights", null, rules)]);

    /// <summary>These roles and those of <paramref name="others"/>, such as the role for leader election.</summary>
    public RoleSet With(RoleSet others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new([.. Grants, .. others.Grants]);
    }

    private static RoleSet Read(string text, string what)
    {
        var documents = Yaml.ToJson(text).SelectMany(document => document is JsonArray array ? array.ToArray() : [document]);
        RoleGrant[] grants = [.. documents.OfType<JsonObject>().Select(Grant).OfType<RoleGrant>()];
        return grants.Length > 0 ? new RoleSet(grants) : throw new TestClusterException($"{what} holds no ClusterRole and no Role.");
    }

    private static RoleGrant? Grant(JsonObject document)
    {
        switch ((string?)document["kind"])
        {
            case "ClusterRole":
                var clusterRole = document.Deserialize(ResourceKinds.ClusterRole.Json)!;
                return new RoleGrant(clusterRole.Metadata.Name, null, [.. clusterRole.Rules ?? []]);
            case "Role":
                var role = document.Deserialize(ResourceKinds.Role.Json)!;
                return new RoleGrant(role.Metadata.Name, role.Metadata.NamespaceProperty ?? "default", [.. role.Rules ?? []]);
            default:
                return null;
        }
    }
}
