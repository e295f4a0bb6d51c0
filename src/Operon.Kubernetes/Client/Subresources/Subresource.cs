using System.Text.Json.Serialization.Metadata;

namespace Operon.Kubernetes;

/// <summary>A path below an object, and the type that is sent and received there.</summary>
/// <typeparam name="TBody">The body; often of another kind than the object: a Scale below a Deployment, an Eviction below a Pod.</typeparam>
public sealed class Subresource<TBody>
    where TBody : class
{
    private readonly Lazy<JsonTypeInfo<TBody>> _json;

    /// <summary>Binds the path <paramref name="name"/> to <typeparamref name="TBody"/>; apiVersion and kind are filled into bodies that lack them.</summary>
    public Subresource(string name, string apiVersion, string kind, JsonTypeInfo<TBody> json)
        : this(name, apiVersion, kind, () => json)
    {
    }

    internal Subresource(string name, string apiVersion, string kind, Func<JsonTypeInfo<TBody>> json)
    {
        Name = name;
        ApiVersion = apiVersion;
        Kind = kind;
        _json = new Lazy<JsonTypeInfo<TBody>>(json);
    }

    /// <summary>The path segment, such as <c>scale</c>.</summary>
    public string Name { get; }

    /// <summary>apiVersion of the body.</summary>
    public string ApiVersion { get; }

    /// <summary>Kind of the body.</summary>
    public string Kind { get; }

    /// <summary>Source-generated serialization of the body.</summary>
    public JsonTypeInfo<TBody> Json => _json.Value;
}
