using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

internal sealed class SubresourceClient<TBody>(ResourceType type, Subresource<TBody> subresource, HttpPipeline pipeline, KubernetesClientOptions options)
    : ISubresourceClient<TBody>
    where TBody : class
{
    public async Task<TBody> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken) =>
        Needed(await SendAsync(HttpMethod.Get, namespaceName, name, null, null, false, cancellationToken));

    public Task<TBody?> CreateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        SendAsync(HttpMethod.Post, namespaceName, name, Json(namespaceName, name, body), options, false, cancellationToken);

    public async Task<TBody> UpdateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        Needed(await SendAsync(HttpMethod.Put, namespaceName, name, Json(namespaceName, name, body), options, false, cancellationToken));

    public async Task<TBody> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null) =>
        Needed(await SendAsync(HttpMethod.Patch, namespaceName, name, RequestBody.Of(patch), options, patch.IsApply, cancellationToken));

    public async Task<TBody> ApplyAsync(string? namespaceName, string name, TBody body, WriteOptions options, CancellationToken cancellationToken)
    {
        if (body is IMetadata<V1ObjectMeta> { Metadata: { } metadata })
        {
            ApplyForms.ThrowIfRead(metadata, $"{type.GroupResource} {name}");
        }

        var json = Json(namespaceName, name, body) with { ContentType = Patch.ApplyContentType };
        return Needed(await SendAsync(HttpMethod.Patch, namespaceName, name, json, options, true, cancellationToken));
    }

    private RequestBody Json(string? namespaceName, string name, TBody body)
    {
        switch (body)
        {
            case IKubernetesObject known:
                known.ApiVersion ??= subresource.ApiVersion;
                known.Kind ??= subresource.Kind;
                break;
            case JsonObject json:
                json["apiVersion"] ??= subresource.ApiVersion;
                json["kind"] ??= subresource.Kind;
                break;
        }

        if (body is IMetadata<V1ObjectMeta> named)
        {
            // The server compares them with the path.
            named.Metadata ??= new V1ObjectMeta();
            named.Metadata.Name ??= name;
            named.Metadata.NamespaceProperty ??= type.IsNamespaced ? namespaceName : null;
        }

        return RequestBody.Of(body, subresource.Json);
    }

    private Task<TBody?> SendAsync(
        HttpMethod method, string? namespaceName, string name, RequestBody? body, WriteOptions? write, bool isApply, CancellationToken cancellationToken)
    {
        var manager = method == HttpMethod.Get ? null : isApply ? options.ApplyFieldManager : options.FieldManager;
        var uri = new QueryString(type.ObjectPath(namespaceName, name, subresource.Name))
            .Write(write, manager)
            .Add("force", isApply && write is { Force: true })
            .Additional(write?.Parameters)
            .ToUri();
        return pipeline.WithTimeoutAsync(
            async token =>
            {
                using var response = await pipeline.SendAsync(() => Request(method, uri, body), token);
                return Read(await HttpPipeline.ReadAsync(response, token));
            },
            $"{method.Method} {type.GroupResource}/{subresource.Name} {namespaceName}/{name}",
            cancellationToken);
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri uri, RequestBody? body)
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(body.ContentType) } };
        }

        return request;
    }

    private TBody? Read(byte[] bytes) =>
        bytes.Length == 0 || (typeof(TBody) != typeof(V1Status) && IsStatus(bytes)) ? null : JsonSerializer.Deserialize(bytes, subresource.Json);

    private static bool IsStatus(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isKind)
            {
                return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Status"u8);
            }

            reader.Skip();
        }

        return false;
    }

    private TBody Needed(TBody? body) =>
        body ?? throw new JsonException($"{type.GroupResource}/{subresource.Name}: the server answered with a Status where a {subresource.Kind} was expected.");
}
