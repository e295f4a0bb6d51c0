namespace EndToEnd.Clusters;

/// <summary>One cluster with the etcd operator and several real versions of etcd, shared by the tests of a collection.</summary>
public sealed class EtcdVersionsCluster : IAsyncLifetime
{
    /// <summary>The cluster.</summary>
    public TestCluster Cluster { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Cluster = await TestCluster.StartAsync(withEtcdVersions: true);
        await Cluster.InstallEtcdOperatorAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>Tests that share the cluster with the versions.</summary>
[CollectionDefinition(nameof(EtcdVersionsCollection))]
public sealed class EtcdVersionsCollection : ICollectionFixture<EtcdVersionsCluster>;
