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
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>Tests that share the cluster with the operator.</summary>
[CollectionDefinition(nameof(EtcdOperatorCollection))]
public sealed class EtcdOperatorCollection : ICollectionFixture<EtcdOperatorCluster>;
