using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Testing;

/// <content>Shorthands for the test's own side: all of them use <see cref="Observer"/>.</content>
public sealed partial class TestCluster
{
    private const int LongestState = 6000;

    /// <summary>Creates an object.</summary>
    public Task<T> CreateAsync<T>(ResourceKind<T> kind, T resource, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Observer.Resource(kind).CreateAsync(resource, cancellationToken);

    /// <summary>Applies YAML or JSON text, definitions first, as field manager <c>operon-test</c>, and takes over conflicting fields.</summary>
    /// <param name="yaml">One or more documents.</param>
    /// <param name="namespaceName">Namespace of objects that name none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<UntypedObject>> ApplyAsync(string yaml, string namespaceName = "default", CancellationToken cancellationToken = default)
    {
        var manifests = Manifests.Parse(yaml);
        await _setup.InstallCrdsAsync([.. manifests.Where(Manifests.IsCrd)], cancellationToken);
        List<UntypedObject> applied = [];
        foreach (var manifest in manifests.Where(manifest => !Manifests.IsCrd(manifest)))
        {
            applied.Add(await _setup.ApplyAsync(manifest, namespaceName, cancellationToken));
        }

        return applied;
    }

    /// <summary>Waits until the object exists and <paramref name="condition"/> holds for it. The message of a failure shows the object as it was last.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespaceName">The namespace; null for cluster-scoped kinds.</param>
    /// <param name="name">The name.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="timeout">In real time; default <see cref="DefaultTimeout"/>.</param>
    /// <param name="between">Runs between two looks, such as a step of a fake clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="what">Filled in by the compiler: the text of the condition.</param>
    public async Task<T> EventuallyAsync<T>(
        ResourceKind<T> kind,
        string? namespaceName,
        string name,
        Func<T, bool> condition,
        TimeSpan? timeout = null,
        Action? between = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(condition))] string what = "")
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        var resource = Observer.Resource(kind);
        var key = new ObjectKey(namespaceName, name);
        T? found = null;
        await Eventually.TrueAsync(
            async token => (found = await resource.FindAsync(namespaceName, name, token)) is not null && condition(found),
            () => $"{kind.Type.Kind} {key}: {what}",
            timeout ?? DefaultTimeout,
            () => found is null ? $"{kind.Type.Kind} {key} does not exist." : Show(kind, found),
            between,
            cancellationToken);
        return found!;
    }

    /// <summary>Waits until the object is gone.</summary>
    public async Task GoneAsync<T>(ResourceKind<T> kind, string? namespaceName, string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        T? found = null;
        await Eventually.TrueAsync(
            async token => (found = await Observer.Resource(kind).FindAsync(namespaceName, name, token)) is null,
            () => $"{kind.Type.Kind} {new ObjectKey(namespaceName, name)} is gone",
            timeout ?? DefaultTimeout,
            () => found is null ? "" : Show(kind, found),
            null,
            cancellationToken);
    }

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="timeout">In real time; default <see cref="DefaultTimeout"/>.</param>
    /// <param name="last">Words for the last state, for the message of a failure; null for the newest requests.</param>
    /// <param name="between">Runs between two looks, such as a step of a fake clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="what">Filled in by the compiler: the text of the condition.</param>
    public Task EventuallyAsync(
        Func<bool> condition,
        TimeSpan? timeout = null,
        Func<string>? last = null,
        Action? between = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Eventually.TrueAsync(_ => Task.FromResult(condition()), () => what, timeout ?? DefaultTimeout, last ?? NewestRequests, between, cancellationToken);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    /// <param name="condition">What must hold; refusals by the server count as not yet.</param>
    /// <param name="timeout">In real time; default <see cref="DefaultTimeout"/>.</param>
    /// <param name="last">Words for the last state, for the message of a failure; null for the newest requests.</param>
    /// <param name="between">Runs between two looks, such as a step of a fake clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="what">Filled in by the compiler: the text of the condition.</param>
    public Task EventuallyAsync(
        Func<CancellationToken, Task<bool>> condition,
        TimeSpan? timeout = null,
        Func<string>? last = null,
        Action? between = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Eventually.TrueAsync(condition, () => what, timeout ?? DefaultTimeout, last ?? NewestRequests, between, cancellationToken);

    private string NewestRequests() => IsInProcess ? string.Join('\n', _requests.All.TakeLast(15)) : "";

    private static string Show<T>(ResourceKind<T> kind, T found)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var json = JsonSerializer.SerializeToNode(found, kind.Json)!;
        json["metadata"]?.AsObject().Remove("managedFields");
        var text = Yaml.FromJson(json);
        return text.Length <= LongestState ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..LongestState]}\n... ({text.Length} characters)");
    }
}
