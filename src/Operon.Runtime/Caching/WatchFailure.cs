using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A list or watch failed and will be tried again.</summary>
/// <param name="Type">The resource.</param>
/// <param name="Namespace">The namespace that was asked for; null for all.</param>
/// <param name="Error">What went wrong; a <see cref="KubernetesApiException"/> when the server refused.</param>
/// <param name="NextTry">When it is tried again.</param>
public sealed record WatchFailure(ResourceType Type, string? Namespace, Exception Error, TimeSpan NextTry);
