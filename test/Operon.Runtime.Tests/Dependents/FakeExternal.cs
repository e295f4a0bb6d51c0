using System.Collections.Concurrent;
using Operon.Kubernetes;

namespace Operon.Runtime.Tests;

/// <summary>A service with ids of its own.</summary>
internal sealed class FakeExternal : IExternalResource<UntypedObject, string>
{
    private int _next;

    public ConcurrentDictionary<string, string> Objects { get; } = [];

    public Func<Task> Creating { get; init; } = () => Task.CompletedTask;

    /// <summary>Deletions take long.</summary>
    public volatile bool IsHeld;

    public Task<ExternalObject<string>?> FindAsync(ExternalContext<UntypedObject> context, CancellationToken cancellationToken) =>
        Task.FromResult(context.Id is { } id && Objects.TryGetValue(id, out var value) ? new ExternalObject<string>(id, value) : null);

    public async Task<ExternalObject<string>> CreateAsync(ExternalContext<UntypedObject> context, CancellationToken cancellationToken)
    {
        await Creating();
        var id = $"id-{Interlocked.Increment(ref _next)}";
        Objects[id] = Wanted(context);
        return new ExternalObject<string>(id, Wanted(context));
    }

    public bool Matches(ExternalContext<UntypedObject> context, string actual) => actual == Wanted(context);

    public Task<string> UpdateAsync(ExternalContext<UntypedObject> context, string actual, CancellationToken cancellationToken)
    {
        Objects[context.Id!] = Wanted(context);
        return Task.FromResult(Wanted(context));
    }

    public Task DeleteAsync(ExternalContext<UntypedObject> context, string actual, CancellationToken cancellationToken)
    {
        if (!IsHeld)
        {
            Objects.TryRemove(context.Id!, out _);
        }

        return Task.CompletedTask;
    }

    private static string Wanted(ExternalContext<UntypedObject> context) => ShopCluster.Spec(context.Primary, "text") ?? "";
}
