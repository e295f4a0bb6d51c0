using Xunit;

namespace Operon.Kubernetes.Tests;

/// <summary>What the shape of the interfaces promises.</summary>
public sealed class ClientSurfaceTests
{
    [Fact]
    public void No_verb_blocks_a_thread()
    {
        var blocking = new[] { typeof(IResourceClient<>), typeof(ISubresourceClient<>) }
            .SelectMany(type => type.GetMethods())
            .Where(method => !method.IsSpecialName && method.Name != "Subresource" && !IsAsynchronous(method.ReturnType))
            .Select(method => method.Name);
        Assert.Empty(blocking);
    }

    [Fact]
    public void The_interfaces_stay_small_whatever_the_number_of_kinds() =>
        Assert.True(typeof(IKubernetesClient).GetMethods().Length + typeof(IResourceClient<>).GetMethods().Length < 30);

    [Fact]
    public void Nothing_here_needs_reflection_to_serialize() =>
        Assert.False(System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault);

    [Fact]
    public async Task A_watch_of_an_empty_collection_is_open_and_waits_and_gives_the_first_change_when_it_comes()
    {
        var change = new TaskCompletionSource();
        var opened = new TaskCompletionSource();
        await using var server = await HttpsServer.StartAsync(answer: async context =>
        {
            await context.Response.Body.FlushAsync();
            opened.SetResult();
            await change.Task.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync("""{"type":"ADDED","object":{"metadata":{"name":"n"}}}"""u8.ToArray());
            await context.Response.Body.WriteAsync("\n"u8.ToArray());
        });
        await using var client = KubernetesClient.Create(server.Options());
        await using var watch = client.Resource(ResourceKinds.Node).WatchAsync(null, null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        // The call returns to the caller at once; only the first change is awaited.
        var next = watch.MoveNextAsync().AsTask();
        await opened.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
        change.SetResult();
        Assert.True(await next.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal("n", watch.Current.Object.Metadata.Name);
    }

    private static bool IsAsynchronous(Type type) =>
        typeof(Task).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}
