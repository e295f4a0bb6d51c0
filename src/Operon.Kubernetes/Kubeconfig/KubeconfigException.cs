namespace Operon.Kubernetes;

/// <summary>A kubeconfig or service account cannot be used; the message names file and field and says what to do.</summary>
public sealed class KubeconfigException(string message, Exception? inner = null) : Exception(message, inner);
