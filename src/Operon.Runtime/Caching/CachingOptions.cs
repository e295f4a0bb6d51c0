using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// How the caches of a manager work: defaults of all, and exceptions by kind. Precedence: what <c>Cache</c>, <c>Owns</c> or <c>Watches</c> is
/// given, then <see cref="ForKind{T}"/>, then the defaults here, then the manager's namespaces.
/// </summary>
public sealed class CachingOptions
{
    private readonly Dictionary<(string, string), CacheOptions> _selections = [];
    private readonly Dictionary<(ResourceType, Type), Delegate> _transforms = [];
    private readonly HashSet<(string, string)> _live = [];

    /// <summary>Selection of every cache that does not say otherwise.</summary>
    public CacheOptions Default { get; set; } = new();

    /// <summary>
    /// Changes every object before it is stored, such as clearing annotations nobody reads. Runs once per received object; must be quick and give the
    /// same result when run twice.
    /// </summary>
    public Action<IKubernetesObject<V1ObjectMeta>>? Transform { get; set; }

    /// <summary>Read the initial state as a stream (WatchList, KEP-3157) and fall back to a chunked list when the server refuses. Default true.</summary>
    public bool StreamInitialState { get; set; } = true;

    /// <summary>Ask for bookmarks, which keep the version fresh while nothing happens. Default true.</summary>
    public bool Bookmarks { get; set; } = true;

    /// <summary>
    /// A watch whose server sends bookmarks and that brought nothing, bookmarks included, for this long is taken for dead and replaced.
    /// Default 90 s (servers send a bookmark a minute); null leaves it to the lifetime of the watch.
    /// </summary>
    public TimeSpan? InactivityLimit { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Whether the first cached read of a kind nobody watches starts a cache for it. Default true; when false such a read throws
    /// <see cref="CacheMissingException"/>, so that no watch starts by accident.
    /// </summary>
    public bool ReadsStartCaches { get; set; } = true;

    /// <summary>Whether the cached client hands out copies, which the caller may change. Default true; listers and informers never copy.</summary>
    public bool CopyOnRead { get; set; } = true;

    /// <summary>Whether the cached client answers reads of <see cref="UntypedObject"/> from caches. Default false: they are read live.</summary>
    public bool CacheUntypedReads { get; set; }

    /// <summary>Called when a list or watch fails, in place of the log line.</summary>
    public Action<WatchFailure>? WatchFailed { get; set; }

    /// <summary>Own selection and transform of a kind; the transform is per representation and returns what is stored.</summary>
    public CachingOptions ForKind<T>(ResourceKind<T> kind, CacheOptions? selection = null, Func<T, T>? transform = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (selection is not null)
        {
            _selections[Id(kind.Type)] = selection;
        }

        if (transform is not null)
        {
            _transforms[(kind.Type, typeof(T))] = transform;
        }

        return this;
    }

    /// <summary>The cached client reads this resource live, as suits secrets that are read once.</summary>
    public CachingOptions ReadLive(ResourceType type)
    {
        _live.Add(Id(type));
        return this;
    }

    internal bool IsLive(ResourceType type) => _live.Contains(Id(type));

    internal Func<T, T>? TransformOf<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var own = (Func<T, T>?)_transforms.GetValueOrDefault((kind.Type, typeof(T)));
        return own ?? (Transform is { } change ? Changed : null);

        T Changed(T resource)
        {
            change(resource);
            return resource;
        }
    }

    internal CacheOptions Resolve(ResourceType type, CacheOptions? asked)
    {
        var kind = _selections.GetValueOrDefault(Id(type));
        var namespaces = new[] { asked, kind, Default }.FirstOrDefault(one => one is { PerNamespace: not null } or { Scope: not null } or { Namespaces: not null });
        return new CacheOptions
        {
            LabelSelector = asked?.LabelSelector ?? kind?.LabelSelector ?? Default.LabelSelector,
            FieldSelector = asked?.FieldSelector ?? kind?.FieldSelector ?? Default.FieldSelector,
            Namespaces = namespaces?.Namespaces,
            Scope = namespaces?.Scope,
            PerNamespace = namespaces?.PerNamespace,
        };
    }

    private static (string, string) Id(ResourceType type) => (type.Group, type.Plural);
}
