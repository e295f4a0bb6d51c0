namespace Operon.Cli.Demo;

/// <summary>The manifests of examples/etcd, carried in the executable so that the demo shows exactly what people copy from.</summary>
internal static class Manifests
{
    public static string Deployment => Read("deployment.yaml");

    public static string EtcdCluster => Read("example-etcd-cluster.yaml");

    /// <summary>Role and binding, as create_role.sh renders them with its defaults.</summary>
    public static string Rbac(string namespaceName) =>
        (Read("cluster-role-template.yaml") + "\n---\n" + Read("cluster-role-binding-template.yaml"))
        .Replace("<ROLE_NAME>", "etcd-operator", StringComparison.Ordinal)
        .Replace("<ROLE_BINDING_NAME>", "etcd-operator", StringComparison.Ordinal)
        .Replace("<NAMESPACE>", namespaceName, StringComparison.Ordinal);

    private static string Read(string name)
    {
        using var stream = typeof(Manifests).Assembly.GetManifestResourceStream($"examples.etcd.{name}")
            ?? throw new InvalidOperationException($"The build did not embed examples/etcd/{name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
