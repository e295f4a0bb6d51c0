namespace Operon.ApiServer;

/// <summary>Where <c>pods/log</c> gets its text: the node agent that runs the containers.</summary>
public interface IPodLogSource
{
    /// <summary>
    /// Opens the log. With <see cref="PodLogRequest.Follow"/> reading waits for more until the container has ended. The caller disposes the stream.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such log; the client gets 400 with the message.</exception>
    Task<Stream> OpenAsync(PodLogRequest request, CancellationToken cancellationToken);
}
