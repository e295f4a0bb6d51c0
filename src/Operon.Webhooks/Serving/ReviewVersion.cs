using System.Text.Json.Nodes;

namespace Operon.Webhooks;

/// <summary>The versions of a review a webhook understands; it answers in the one it was asked in.</summary>
internal sealed record ReviewVersion(string Group, string Kind)
{
    public static ReviewVersion Admission { get; } = new("admission.k8s.io", "AdmissionReview");

    public static ReviewVersion Conversion { get; } = new("apiextensions.k8s.io", "ConversionReview");

    public static ReviewVersion Token { get; } = new("authentication.k8s.io", "TokenReview");

    /// <summary>What is wrong with apiVersion and kind; null when they are right.</summary>
    public string? Problem(JsonObject review)
    {
        var (version, kind) = (Text(review, "apiVersion"), Text(review, "kind"));
        return kind == Kind && (version == $"{Group}/v1" || version == $"{Group}/v1beta1")
            ? null
            : $"expected a {Kind} of {Group}/v1 or {Group}/v1beta1, got apiVersion \"{version}\", kind \"{kind}\"";
    }

    /// <summary>The version to answer in.</summary>
    public string ApiVersion(JsonObject? review) => review is not null && Text(review, "apiVersion") is { } version && version == $"{Group}/v1beta1" ? version : $"{Group}/v1";

    internal static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
