namespace Operon.Kubernetes;

/// <summary>
/// Clients that add something to every call of another client, and can be stacked. They share its connections; disposing them does nothing.
/// </summary>
public static class ScopedClients
{
    /// <summary>Every write, deletes and raw requests included, only tries: the server validates, defaults and admits, and stores nothing.</summary>
    public static IKubernetesClient WithDryRun(this IKubernetesClient client) => new ScopedClient(client, new ClientDefaults(DryRun: true));

    /// <summary>The field manager of writes that name none.</summary>
    public static IKubernetesClient WithFieldManager(this IKubernetesClient client, string manager) => new ScopedClient(client, new ClientDefaults(FieldManager: manager));

    /// <summary>The field validation of writes that name none, one of <see cref="FieldValidations"/>.</summary>
    public static IKubernetesClient WithFieldValidation(this IKubernetesClient client, string validation) =>
        new ScopedClient(client, new ClientDefaults(FieldValidation: validation));

    /// <summary>
    /// One namespace only: calls that name none get it (lists, watches and collection deletes too), calls that name another throw
    /// <see cref="ArgumentException"/> before anything is sent. Cluster-scoped kinds are not touched.
    /// </summary>
    public static IKubernetesClient InNamespace(this IKubernetesClient client, string namespaceName) =>
        new ScopedClient(client, new ClientDefaults(Namespace: namespaceName));
}
