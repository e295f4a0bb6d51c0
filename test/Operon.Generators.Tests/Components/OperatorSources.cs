namespace Operon.Generators.Tests;

/// <summary>Operators for tests to compile.</summary>
internal static class OperatorSources
{
    public const string Usings = """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using k8s.Models;
        using Operon.Kubernetes;
        using Operon.Runtime;
        namespace Demo;

        """;

    /// <summary>The body of a reconciler that does nothing.</summary>
    public const string Idle = "public override Task<ReconcileResult> ReconcileAsync(V1ConfigMap map, OperatorContext context, CancellationToken cancellation) => Task.FromResult(ReconcileResult.Done);";

    /// <summary>Keeps a Secret for each ConfigMap that has a label, and wakes when Secrets or Services change.</summary>
    public const string SecretKeeper = Usings + """
        [Controller(Name = "keeper", Concurrency = 2)]
        [Owns<V1Secret>(Filter = nameof(DataChanged))]
        [Watches<V1Service>(nameof(OfService))]
        [Watches<V1ServiceAccount, ByName>]
        [Rbac("", "configmaps", Verbs.List | Verbs.Watch)]
        [Rbac("", "services", Verbs.List | Verbs.Watch)]
        [Rbac("", "serviceaccounts", Verbs.List | Verbs.Watch)]
        [Rbac("", "secrets", Verbs.List | Verbs.Watch | Verbs.Apply)]
        [Rbac("", "configmaps", Verbs.Patch)]
        public sealed class SecretKeeper(ILister<V1Service> services, ILister<V1ServiceAccount> accounts) : Reconciler<V1ConfigMap>
        {
            public override async Task<ReconcileResult> ReconcileAsync(V1ConfigMap map, OperatorContext context, CancellationToken cancellation)
            {
                if (map.Metadata.Labels?.ContainsKey("keep") != true)
                {
                    return ReconcileResult.Done;
                }

                await context.ApplyOwnedAsync(map, ResourceKinds.Secret, new V1Secret { Metadata = new V1ObjectMeta { Name = map.Metadata.Name } });
                var seen = (services.Find(ObjectKey.Of(map)) is null ? "" : "service ") + (accounts.Find(ObjectKey.Of(map)) is null ? "" : "account ");
                await context.Client.Resource(ResourceKinds.ConfigMap).ApplyAsync(
                    new V1ConfigMap
                    {
                        Metadata = new V1ObjectMeta { Name = map.Metadata.Name, NamespaceProperty = map.Metadata.NamespaceProperty },
                        Data = new Dictionary<string, string> { ["seen"] = seen.Trim() },
                    },
                    new WriteOptions { FieldManager = "keeper", Force = true },
                    cancellation);
                return ReconcileResult.Done;
            }

            internal static bool DataChanged(V1Secret old, V1Secret now) => old.Data != now.Data;

            internal IEnumerable<ObjectKey> OfService(V1Service service) => [ObjectKey.Of(service)];
        }

        public sealed class ByName : IWatchMapper<V1ServiceAccount>
        {
            public IEnumerable<ObjectKey> Map(V1ServiceAccount account) => [ObjectKey.Of(account)];
        }
        """;
}
