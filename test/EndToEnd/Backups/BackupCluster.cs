using System.Text.Json.Nodes;
using EndToEnd.Clusters;
using Operon.Etcd.Versions;

namespace EndToEnd.Backups;

/// <summary>A cluster with the operator, several versions of etcd and an S3 store, shared by the tests of a collection.</summary>
public sealed class BackupCluster : IAsyncLifetime
{
    /// <summary>The cluster.</summary>
    public TestCluster Cluster { get; private set; } = null!;

    /// <summary>Tag-less version of etcd whose restore tool can raise revisions.</summary>
    public string EtcdVersion { get; private set; } = "";

    /// <summary>Where the store keeps the files of the bucket <c>backups</c>: one <c>KEY._S3rver_object</c> for each object.</summary>
    public string Objects => Path.Combine(Cluster.Data, "s3", "backups");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Cluster = TestCluster.Create();
        await EtcdVersions.WriteImagesAsync(Cluster.Data);
        await AddObjectStoreImageAsync();
        EtcdVersion = (await EtcdVersions.NewestAsync(5)).Version.ToString();
        await Cluster.UpAsync();
        await Cluster.InstallEtcdOperatorAsync();
        Directory.CreateDirectory(Objects);
        await Cluster.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: s3, labels: {app: s3} }
            spec:
              containers:
              - name: s3
                image: object-stores
                command: [node, /opt/node_modules/s3rver/bin/s3rver.js, --directory, /data, --address, 0.0.0.0, --port, "4568", --configure-bucket, backups, --no-vhost-buckets, --silent]
                readinessProbe: {tcpSocket: {port: 4568}, periodSeconds: 1}
                volumeMounts: [{name: data, mountPath: /data}]
              volumes: [{name: data, hostPath: {path: "{{Path.GetDirectoryName(Objects)}}" } }]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: s3}
            spec: {selector: {app: s3}, ports: [{port: 4568}]}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: aws}
            stringData:
              credentials: "[default]\naws_access_key_id = S3RVER\naws_secret_access_key = S3RVER\n"
              config: "[default]\nregion = us-east-1\n"
            """);
        await Cluster.KubectlAsync("wait", "--for=condition=Ready", "pod/s3", "--timeout=60s");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Whatever the tests of the collection did: the role the script creates was enough for it.
            Assert.DoesNotContain("forbidden", await Cluster.KubectlAsync("logs", "deployment/etcd-operator", "-n", "default"), StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            await Cluster.DisposeAsync();
        }
    }

    private async Task AddObjectStoreImageAsync()
    {
        var programs = await Command.RunAsync(Path.Combine(TestCluster.Repository, "eng/object-stores.sh"), []);
        Assert.True(programs.ExitCode == 0, programs.ToString());
        var path = Path.Combine(Cluster.Data, "images.json");
        var catalogue = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        catalogue["images"]!.AsArray().Add(new JsonObject
        {
            ["patterns"] = new JsonArray("object-stores"),
            ["files"] = new JsonObject { ["/opt/node_modules"] = Path.GetDirectoryName(programs.Output.Trim()) },
        });
        await File.WriteAllTextAsync(path, catalogue.ToJsonString());
    }
}

/// <summary>Tests that share the cluster with the store.</summary>
[CollectionDefinition(nameof(BackupCollection))]
public sealed class BackupCollection : ICollectionFixture<BackupCluster>;
