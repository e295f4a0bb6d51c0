using k8s.Models;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class MetadataOnlyTests
{
    private const string Partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    [Fact]
    public async Task A_watch_of_metadata_asks_for_metadata_and_a_lean_type_may_too()
    {
        Assert.Equal(Partial, await AcceptOfWatchAsync(ResourceKinds.Metadata(ResourceKinds.Pod.Type)));
        Assert.Equal(Partial, await AcceptOfWatchAsync(new ResourceKind<V1Pod>(ResourceKinds.Pod.Type, ResourceKinds.Pod.Json) { IsMetadataOnly = true }));
        Assert.Equal("application/json", await AcceptOfWatchAsync(ResourceKinds.Pod));
    }

    private static async Task<string> AcceptOfWatchAsync<T>(ResourceKind<T> kind)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta>
    {
        var accept = "";
        var server = new ScriptedServer((request, _) =>
        {
            accept = request.Headers.GetValues("Accept").Single().Replace(" ", "", StringComparison.Ordinal);
            return ScriptedServer.Json("");
        });
        await using var client = server.Client();
        await foreach (var _ in client.Resource(kind).WatchAsync(null, null, TestContext.Current.CancellationToken))
        {
            Assert.Fail("The server sent nothing.");
        }

        return accept;
    }
}
