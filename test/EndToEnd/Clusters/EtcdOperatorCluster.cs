namespace EndToEnd.Clusters;

/// <summary>One cluster with the etcd operator installed, shared by the tests of a collection.</summary>
public sealed class EtcdOperatorCluster : IAsyncLifetime
{
    /// <summary>The cluster.</summary>
    public TestCluster Cluster { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Cluster = await TestCluster.StartAsync();
        await Cluster.InstallEtcdOperatorAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Whatever the tests of the collection did: the role the script creates was enough for it.
            Assert.DoesNotContain("forbidden", await OperatorLogAsync(), StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            await Cluster.DisposeAsync();
        }
    }

    /// <summary>What the operator has written so far.</summary>
    public Task<string> OperatorLogAsync() => Cluster.KubectlAsync("logs", "deployment/etcd-operator", "-n", "default");
}

/// <summary>Tests that share the cluster with the operator.</summary>
[CollectionDefinition(nameof(EtcdOperatorCollection))]
public sealed class EtcdOperatorCollection : ICollectionFixture<EtcdOperatorCluster>;
