using System.Text.Json;

namespace Operon.Etcd.Stores.Google;

/// <summary>A token that is asked for again a minute before it runs out.</summary>
internal abstract class RenewedGoogleToken(StoreHttp http) : IGoogleTokenSource
{
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(1);

    private string? _token;
    private DateTimeOffset _expires;

    protected StoreHttp Http => http;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (_token is { } current && http.Time.GetUtcNow() + _margin < _expires)
        {
            return current;
        }

        using var response = await http.SendAsync("ask for a Google access token", Ask, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var answer = await JsonSerializer.DeserializeAsync(body, GoogleJson.Default.GoogleTokenAnswer, cancellationToken);
        _token = answer?.AccessToken ?? throw new StoreException("ask for a Google access token: the answer has none", isTransient: false);
        _expires = http.Time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn);
        return _token;
    }

    protected abstract HttpRequestMessage Ask();
}
