using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>Requests no resource client has a verb for.</summary>
public static class RawRequests
{
    /// <summary>
    /// Sends <paramref name="body"/> to a path of the server, such as <c>/version</c> or <c>/apis/authorization.k8s.io/v1/selfsubjectaccessreviews</c>,
    /// and reads the JSON answer; null when it has no body. Throws <see cref="KubernetesApiException"/> like the typed verbs; not retried.
    /// </summary>
    public static async Task<JsonNode?> SendJsonAsync(
        this IKubernetesClient client, HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.RelativeOrAbsolute));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ClientJson.TypeInfo<JsonNode>()))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await StatusErrors.ReadAsync(response, cancellationToken);
        }

        var bytes = await HttpPipeline.ReadAsync(response, cancellationToken);
        return bytes.Length == 0 ? null : JsonNode.Parse(bytes);
    }
}
