using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// Binds a resource to the CLR type that represents it. One resource may have several representations: the full official
/// model, metadata only, or a lean record with the few fields a controller reads.
/// </summary>
/// <typeparam name="T">The representation.</typeparam>
public sealed class ResourceKind<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // Preparing a large model takes tens of milliseconds: only kinds that are used pay.
    private readonly Lazy<JsonTypeInfo<T>> _json;
    private bool _isPreparing;

    /// <summary>Binds <paramref name="type"/> to <typeparamref name="T"/>.</summary>
    public ResourceKind(ResourceType type, JsonTypeInfo<T> json)
    {
        Type = type;
        _json = new Lazy<JsonTypeInfo<T>>(json);
    }

    internal ResourceKind(ResourceType type, Func<JsonTypeInfo<T>> json)
    {
        Type = type;
        _json = new Lazy<JsonTypeInfo<T>>(json);
    }

    /// <summary>The resource.</summary>
    public ResourceType Type { get; }

    /// <summary>
    /// Whether the server is asked for metadata only (<c>PartialObjectMetadata</c> on the wire). Default: for that representation alone; set
    /// it for a lean type that reads nothing but <c>metadata</c>.
    /// </summary>
    public bool IsMetadataOnly { get; init; } = typeof(T) == typeof(PartialObjectMetadata);

    /// <summary>Makes the object of a bookmark, whose body has metadata only, without deserialising <typeparamref name="T"/>, which may require more.</summary>
    internal Func<V1ObjectMeta, T>? Bookmark { get; init; }

    /// <summary>Source-generated serialization of one object.</summary>
    public JsonTypeInfo<T> Json => _json.Value;

    /// <summary>Source-generated serialization of a type the object is made of, such as the <c>V1PodSpec</c> of a Pod.</summary>
    public JsonTypeInfo<TPart> JsonOf<TPart>() => (JsonTypeInfo<TPart>)Json.Options.GetTypeInfo(typeof(TPart));

    /// <summary>Prepares the serialization on another thread, while the answer that will need it is on its way.</summary>
    internal void Prepare()
    {
        if (!_json.IsValueCreated && !Interlocked.Exchange(ref _isPreparing, true))
        {
            // A failure is kept by the lazy value and thrown to whoever needs it.
            _ = Task.Run(() => _json.Value);
        }
    }

    /// <summary>A deep copy, through JSON: what to change when the original comes from a cache, which everybody shares.</summary>
    public T Copy(T resource) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(resource, Json), Json)
        ?? throw new JsonException($"A {Type.Kind} became null on the way through JSON.");
}
