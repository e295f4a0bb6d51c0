__license__using System.Text.Json.Serialization;
using k8s.Models;
using Operon.Kubernetes;

namespace __Root__.External.__Version__;

/// <summary>A __Kind__ of __group__/__version__, which somebody else defines. Declare the fields this operator reads: others are neither kept in memory nor touched.</summary>
public sealed record __Kind__ : ICustomResource<__Kind__>
{
    /// <inheritdoc/>
    public static ResourceKind<__Kind__> Resource { get; } =
        ResourceKinds.Custom<__Kind__>(new ResourceType("__group__", "__version__", "__Kind__", "__plural__", IsNamespaced: __isNamespaced__), External__Kind____Version__Json.Default);

    /// <inheritdoc/>
    public string? ApiVersion { get; set; }

    /// <inheritdoc/>
    public string? Kind { get; set; }

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();
}

/// <summary>How a __Kind__ is read and written without reflection.</summary>
[JsonSerializable(typeof(__Kind__))]
internal sealed partial class External__Kind____Version__Json : JsonSerializerContext;
