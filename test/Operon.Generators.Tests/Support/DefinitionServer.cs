using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Operon.Generators.Tests;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(DefinitionServer))]

namespace Operon.Generators.Tests;

/// <summary>An API server that judges every definition the tests make.</summary>
public sealed class DefinitionServer : IAsyncLifetime
{
    private static readonly ResourceKind<UntypedObject> _definitions = ResourceKinds.Untyped(ResourceKinds.CustomResourceDefinition.Type);

    private TestCluster? _cluster;

    internal TestCluster Cluster => _cluster!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    /// <summary>Creates the definition without keeping it. The server takes it and has no warnings.</summary>
    internal async Task AcceptsAsync(JsonObject definition)
    {
        var warnings = new ConcurrentQueue<string>();
        await using var client = KubernetesClient.Create(Cluster.ClientOptionsFor("definitions", "system:masters") with { WarningHandler = warning => warnings.Enqueue(warning.Text) });
        await client.Resource(_definitions).CreateAsync(UntypedObject.FromJson(definition), TestContext.Current.CancellationToken, new WriteOptions { DryRun = true });
        Assert.Empty(warnings);
    }
}
