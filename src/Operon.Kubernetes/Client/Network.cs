namespace Operon.Kubernetes;

/// <summary>
/// The connections. A connection keeps the client certificate it was made with, so a new certificate (an exec plugin's after expiry) gets new
/// connections; requests on the old ones run to their end.
/// </summary>
internal sealed class Network(KubernetesClientOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<HttpMessageInvoker> _invokers = [];
    private Generation? _current;

    public HttpMessageInvoker For(ClientCertificate? certificate)
    {
        if (_current is { } current && ReferenceEquals(current.Certificate, certificate))
        {
            return current.Invoker;
        }

        lock (_gate)
        {
            if (_current is { } raced && ReferenceEquals(raced.Certificate, certificate))
            {
                return raced.Invoker;
            }

            var handler = options.Handler ?? NetworkHandler.Create(options, certificate);
            var invoker = new HttpMessageInvoker(handler, disposeHandler: options.Handler is null);
            _invokers.Add(invoker);
            _current = new Generation(certificate, invoker);
            return invoker;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _invokers.ForEach(invoker => invoker.Dispose());
            _invokers.Clear();
        }
    }

    private sealed record Generation(ClientCertificate? Certificate, HttpMessageInvoker Invoker);
}
