using System.Text.Json;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;

namespace Operon.Hosting.Tests;

public sealed class ApplyOwnedTests(TestServer cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_gets_the_namespace_and_a_reference_to_its_owner()
    {
        var home = await cluster.NewNamespaceAsync();
        var applied = await ReconcileOnceAsync(home, (map, context) => context.ApplyOwnedAsync(map, new DataForm("owned") { Data = new Dictionary<string, string> { ["a"] = "1" } }));

        Assert.Equal(home, applied.Metadata.NamespaceProperty);
        Assert.Equal("1", applied.Data["a"]);
        var reference = Assert.Single(applied.Metadata.OwnerReferences);
        Assert.Equal(("ConfigMap", "owner", true), (reference.Kind, reference.Name, reference.Controller));
        Assert.Contains(applied.Metadata.ManagedFields, entry => entry is { Manager: "test-operator", Operation: "Apply" });
    }

    [Fact]
    public async Task A_form_for_another_namespace_is_refused()
    {
        var home = await cluster.NewNamespaceAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ReconcileOnceAsync(home, (map, context) => context.ApplyOwnedAsync(map, new DataForm("owned", "elsewhere"))));

        Assert.Contains($"ConfigMap {home}/owner cannot own ConfigMap elsewhere/owned", error.Message, StringComparison.Ordinal);
    }

    private async Task<V1ConfigMap> ReconcileOnceAsync(string home, Func<V1ConfigMap, OperatorContext, Task<V1ConfigMap>> apply)
    {
        var done = new TaskCompletionSource<V1ConfigMap>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = OperatorHost.CreateBuilder(["--log-level", "None", "--metrics-address", "0", "--health-address", "0"]);
        builder.Options.Name = "test-operator";
        builder.Options.Namespaces = [home];
        builder.ConnectBy(_ => cluster.Connection);
        builder.Services.AddSingleton(new Attempt(apply, done));
        builder.AddController<Applier, V1ConfigMap>(ResourceKinds.ConfigMap);
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "owner", NamespaceProperty = home } }, Cancellation);
        try
        {
            return await done.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        }
        finally
        {
            await host.StopAsync(Cancellation);
        }
    }

    private sealed record Attempt(Func<V1ConfigMap, OperatorContext, Task<V1ConfigMap>> Apply, TaskCompletionSource<V1ConfigMap> Done);

    private sealed class Applier(Attempt attempt) : Reconciler<V1ConfigMap>
    {
        public override async Task<ReconcileResult> ReconcileAsync(V1ConfigMap resource, OperatorContext context, CancellationToken cancellationToken)
        {
            if (resource.Metadata.Name == "owner")
            {
                try
                {
                    attempt.Done.TrySetResult(await attempt.Apply(resource, context));
                }
                catch (InvalidOperationException e)
                {
                    attempt.Done.TrySetException(e);
                }
            }

            return ReconcileResult.Done;
        }
    }

    /// <summary>A form by hand, as a generator writes it.</summary>
    private sealed class DataForm(string name, string? namespaceName = null) : ResourceApplyForm<V1ConfigMap>(name, namespaceName)
    {
        private IReadOnlyDictionary<string, string>? _data;

        public override ResourceKind<V1ConfigMap> Kind => ResourceKinds.ConfigMap;

        public IReadOnlyDictionary<string, string>? Data
        {
            get => _data;
            set
            {
                _data = value;
                Mark(0);
            }
        }

        protected override IReadOnlyList<string> FieldNames => ["data"];

        protected override void WriteField(int field, Utf8JsonWriter writer, JsonSerializerOptions options) =>
            ApplyValues.WriteMap(writer, _data, static (writer, text, _) => writer.WriteStringValue(text), options);

        protected override void ReadField(int field, JsonElement value, JsonSerializerOptions options) =>
            Data = ApplyValues.ReadMap(value, static (item, _) => item.GetString()!, options);
    }
}
