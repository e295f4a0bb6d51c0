namespace Operon.Webhooks;

/// <summary>Where the webhooks of a running operator are: a service of the program.</summary>
public sealed class WebhookEndpoints
{
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<string?> _authoritiesPem = () => null;

    /// <summary>Base URL once the server listens; null before.</summary>
    public Uri? Url => _url.Task.IsCompletedSuccessfully ? _url.Task.Result : null;

    /// <summary>PEM of the CAs that clients are to trust; null while there are none, and for certificates from files.</summary>
    public string? AuthoritiesPem => _authoritiesPem();

    /// <summary>Waits until the server listens.</summary>
    public Task<Uri> WaitAsync(CancellationToken cancellationToken) => _url.Task.WaitAsync(cancellationToken);

    internal void Listening(Uri url, Func<string?> authoritiesPem)
    {
        _authoritiesPem = authoritiesPem;
        _url.TrySetResult(url);
    }
}
