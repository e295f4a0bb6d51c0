using System.Net.Http.Headers;
using Xunit;

namespace Operon.Hosting.Tests;

/// <summary>Plain requests to endpoints under test.</summary>
internal static class Web
{
    private static readonly HttpClient _client = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });

    public static async Task<(int Code, string Text)> GetAsync(Uri address, string path, string? token = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
