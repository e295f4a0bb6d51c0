using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>Brings objects into a cluster.</summary>
internal sealed class ClusterSetup(IKubernetesClient client)
{
    private static readonly WriteOptions _write = new() { FieldManager = "operon-test", Force = true };

    public async Task InstallAsync(TestClusterOptions options, CancellationToken cancellationToken)
    {
        var manifests = options.Manifests.SelectMany(Manifests.Parse).ToList();
        var crds = (await Manifests.CrdsAsync(options.CrdPaths, cancellationToken))
            .Concat(options.Crds.Select(ToUntyped))
            .Concat(manifests.Where(Manifests.IsCrd));
        await InstallCrdsAsync([.. crds], cancellationToken);
        foreach (var name in options.Namespaces)
        {
            await CreateNamespaceAsync(name, cancellationToken);
        }

        foreach (var user in options.Users)
        {
            await GrantAsync(user, cancellationToken);
        }

        foreach (var manifest in manifests.Where(manifest => !Manifests.IsCrd(manifest)))
        {
            await ApplyAsync(manifest, "default", cancellationToken);
        }
    }

    /// <summary>Applies definitions and waits until the server serves them.</summary>
    public async Task InstallCrdsAsync(IReadOnlyList<UntypedObject> crds, CancellationToken cancellationToken)
    {
        var resource = client.Resource(ResourceKinds.Untyped(ResourceKinds.CustomResourceDefinition.Type));
        foreach (var crd in crds)
        {
            crd.Fields.Remove("status");
            await resource.ApplyAsync(crd, _write, cancellationToken);
        }

        foreach (var crd in crds)
        {
            await Eventually.TrueAsync(
                async token => await IsServedAsync(resource, crd.Metadata.Name, token), () => $"CustomResourceDefinition {crd.Metadata.Name} is established and served", TestCluster.DefaultTimeout, null, null, cancellationToken);
        }
    }

    public async Task<UntypedObject> ApplyAsync(UntypedObject manifest, string namespaceName, CancellationToken cancellationToken)
    {
        if (manifest.ApiVersion is not { Length: > 0 } version || manifest.Kind is not { Length: > 0 } kind)
        {
            throw new TestClusterException("A manifest needs apiVersion and kind.");
        }

        var type = await client.FindResourceTypeAsync(version, kind, cancellationToken)
            ?? throw new TestClusterException($"The server has no {kind} of {version}: install its CustomResourceDefinition (CrdPaths, Crds or Manifests).");
        if (type.IsNamespaced)
        {
            manifest.Metadata.NamespaceProperty ??= namespaceName;
        }

        return await client.Resource(ResourceKinds.Untyped(type)).ApplyAsync(manifest, _write, cancellationToken);
    }

    public Task CreateNamespaceAsync(string name, CancellationToken cancellationToken) =>
        client.Resource(ResourceKinds.Namespace).CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, cancellationToken);

    public async Task GrantAsync(TestUser user, CancellationToken cancellationToken)
    {
        var name = $"operon-test:{user.Name}";
        await client.Resource(ResourceKinds.ClusterRole).ApplyAsync(
            new V1ClusterRole { Metadata = new V1ObjectMeta { Name = name }, Rules = [.. user.Rules] }, _write, cancellationToken);
        await client.Resource(ResourceKinds.ClusterRoleBinding).ApplyAsync(
            new V1ClusterRoleBinding
            {
                Metadata = new V1ObjectMeta { Name = name },
                RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = name },
                Subjects = [new Rbacv1Subject { ApiGroup = "rbac.authorization.k8s.io", Kind = "User", Name = user.Name }],
            },
            _write,
            cancellationToken);
    }

    public async Task GrantAsync(string user, RoleSet roles, CancellationToken cancellationToken)
    {
        const string Group = "rbac.authorization.k8s.io";
        for (var i = 0; i < roles.Grants.Count; i++)
        {
            var grant = roles.Grants[i];
            var metadata = new V1ObjectMeta { Name = $"operon-test:{user}:{i}", NamespaceProperty = grant.Namespace };
            Rbacv1Subject[] subjects = [new Rbacv1Subject { ApiGroup = Group, Kind = "User", Name = user }];
            if (grant.Namespace is null)
            {
                await client.Resource(ResourceKinds.ClusterRole).ApplyAsync(new V1ClusterRole { Metadata = metadata, Rules = [.. grant.Rules] }, _write, cancellationToken);
                await client.Resource(ResourceKinds.ClusterRoleBinding).ApplyAsync(
                    new V1ClusterRoleBinding { Metadata = metadata, RoleRef = new V1RoleRef { ApiGroup = Group, Kind = "ClusterRole", Name = metadata.Name }, Subjects = subjects },
                    _write,
                    cancellationToken);
            }
            else
            {
                await client.Resource(ResourceKinds.Role).ApplyAsync(new V1Role { Metadata = metadata, Rules = [.. grant.Rules] }, _write, cancellationToken);
                await client.Resource(ResourceKinds.RoleBinding).ApplyAsync(
                    new V1RoleBinding { Metadata = metadata, RoleRef = new V1RoleRef { ApiGroup = Group, Kind = "Role", Name = metadata.Name }, Subjects = subjects },
                    _write,
                    cancellationToken);
            }
        }
    }

    private static UntypedObject ToUntyped(V1CustomResourceDefinition crd)
    {
        crd.ApiVersion ??= "apiextensions.k8s.io/v1";
        crd.Kind ??= "CustomResourceDefinition";
        return UntypedObject.FromJson(JsonSerializer.SerializeToNode(crd, ResourceKinds.CustomResourceDefinition.Json)!.AsObject());
    }

    private async Task<bool> IsServedAsync(IResourceClient<UntypedObject> resource, string name, CancellationToken cancellationToken)
    {
        var crd = await resource.GetAsync(null, name, cancellationToken);
        var isEstablished = (crd.Fields["status"]?["conditions"] as JsonArray ?? [])
            .Any(condition => (string?)condition?["type"] == "Established" && (string?)condition["status"] == "True");
        var spec = crd.Fields["spec"];
        var served = (spec?["versions"] as JsonArray ?? []).FirstOrDefault(version => (bool?)version?["served"] == true);
        return isEstablished && (served is null
            || await client.FindResourceTypeAsync($"{(string?)spec!["group"]}/{(string?)served["name"]}", (string?)spec["names"]?["kind"] ?? "", cancellationToken) is not null);
    }
}
