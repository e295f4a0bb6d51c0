namespace Operon.Kubernetes;

/// <summary>The server has no such kind or resource; for a custom resource its CRD is not installed (yet).</summary>
public sealed class NoMatchException(string what, Uri server)
    : Exception($"{server} serves no {what}. Install its CustomResourceDefinition, or check apiVersion and kind.");
