namespace Operon.Webhooks;

/// <summary>
/// Answers requests as they come, for what <see cref="IDefaulter{T}"/> and <see cref="IValidator{T}"/> have no word for. Several handlers of one path are a
/// chain: each sees the object as the one before has patched it, and the first refusal is the answer.
/// </summary>
public interface IAdmissionHandler
{
    /// <summary>
    /// Answers one request. May run at the same time for many. An <see cref="AdmissionDeniedException"/> refuses, a
    /// <see cref="Operon.Kubernetes.KubernetesApiException"/> refuses with its own code and reason, any other exception is code 500.
    /// </summary>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Cancelled when the API server gave up waiting.</param>
    ValueTask<AdmissionResponse> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken);
}
