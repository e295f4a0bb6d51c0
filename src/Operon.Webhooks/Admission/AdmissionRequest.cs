using System.Text.Json.Nodes;
using k8s.Models;

namespace Operon.Webhooks;

/// <summary>What the API server asks about: the <c>request</c> of an AdmissionReview (<c>admission.k8s.io/v1</c>).</summary>
public sealed record AdmissionRequest
{
    /// <summary>Names this question; the answer repeats it.</summary>
    public required string Uid { get; init; }

    /// <summary>The kind of <see cref="Object"/>, in the version the webhook asked for.</summary>
    public required GroupVersionKind Kind { get; init; }

    /// <summary>The resource of <see cref="Object"/>.</summary>
    public required GroupVersionResource Resource { get; init; }

    /// <summary>What is done.</summary>
    public required AdmissionOperation Operation { get; init; }

    /// <summary>Subresource, such as <c>status</c> or <c>scale</c>; null for the object itself.</summary>
    public string? SubResource { get; init; }

    /// <summary>The kind of the client's own request, which differs from <see cref="Kind"/> when the server converted it (<c>matchPolicy: Equivalent</c>).</summary>
    public GroupVersionKind? RequestKind { get; init; }

    /// <summary>The resource of the client's own request.</summary>
    public GroupVersionResource? RequestResource { get; init; }

    /// <summary>The subresource of the client's own request.</summary>
    public string? RequestSubResource { get; init; }

    /// <summary>Name of the object; empty while <c>generateName</c> has not made one.</summary>
    public string Name { get; init; } = "";

    /// <summary>Namespace of the object; null for cluster-scoped kinds.</summary>
    public string? Namespace { get; init; }

    /// <summary>Who asks.</summary>
    public V1UserInfo UserInfo { get; init; } = new();

    /// <summary>The object as it will be; null for deletions. Not to be changed.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The object as it is; null for creations. Not to be changed.</summary>
    public JsonObject? OldObject { get; init; }

    /// <summary>The options of the operation, such as <c>CreateOptions</c>.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>Nothing will be stored: the webhook must have no side effects.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Kind, namespace and name, for messages.</summary>
    internal string Target => $"{Kind.Kind} {(Namespace is null ? "" : $"{Namespace}/")}{(Name.Length == 0 ? GeneratedName : Name)}";

    private string GeneratedName => (string?)(Object?["metadata"] as JsonObject)?["generateName"] is { Length: > 0 } prefix ? $"{prefix}*" : "(no name yet)";
}
