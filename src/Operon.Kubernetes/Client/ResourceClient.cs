using System.Net.Http.Headers;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

internal sealed partial class ResourceClient<T>(ResourceKind<T> kind, HttpPipeline pipeline, KubernetesClientOptions options) : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public ResourceKind<T> Kind { get; } = kind;

    private ResourceType Type => Kind.Type;

    public Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken, string? subresource = null) =>
        SendForObjectAsync(HttpMethod.Get, new QueryString(ObjectPath(namespaceName, name, subresource)).ToUri(), null, $"get {Describe(namespaceName, name)}", cancellationToken);

    public async Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(namespaceName, name, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public Task<ResourceList<T>> ListAsync(string? namespaceName, ListOptions? options, CancellationToken cancellationToken)
    {
        Kind.Prepare();
        var uri = new QueryString(Type.Path(namespaceName)).Selection(options).Paging(options).Additional(options?.Parameters).ToUri();
        return pipeline.WithTimeoutAsync(
            async token =>
            {
                using var response = await pipeline.SendAsync(() => Request(HttpMethod.Get, uri, null, "PartialObjectMetadataList"), token);
                return ListReader.Read(await HttpPipeline.ReadAsync(response, token), Kind);
            },
            $"list {Type.GroupResource}",
            cancellationToken);
    }

    public Task<T> CreateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        // A subresource of an existing object (eviction, token, binding) is posted below its name.
        var path = subresource is null
            ? Type.Path(NamespaceOf(resource))
            : Type.Path(NamespaceOf(resource), resource.Metadata.Name, subresource);
        return SendForObjectAsync(HttpMethod.Post, Write(path, options).ToUri(), Json(resource), $"create {Describe(resource)}", cancellationToken);
    }

    public Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        SendForObjectAsync(
            HttpMethod.Put, Write(ObjectPath(resource, subresource), options).ToUri(), Json(resource), $"update {Describe(resource)}", cancellationToken);

    public Task<T> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        options = patch.IsApply ? ForApply(options) : options;
        return SendForObjectAsync(
            HttpMethod.Patch,
            Write(ObjectPath(namespaceName, name, subresource), options).Add("force", patch.IsApply && options is { Force: true }).ToUri(),
            RequestBody.Of(patch),
            $"patch {Describe(namespaceName, name)}",
            cancellationToken);
    }

    public Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null)
    {
        ApplyForms.ThrowIfRead(resource.Metadata, Describe(resource));
        return SendForObjectAsync(
            HttpMethod.Patch,
            Write(ObjectPath(resource, subresource), ForApply(options)).Add("force", options.Force).ToUri(),
            Json(resource) with { ContentType = Patch.ApplyContentType },
            $"apply {Describe(resource)}",
            cancellationToken);
    }

    public Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        SendAsync(HttpMethod.Delete, new QueryString(ObjectPath(namespaceName, name, null)).ToUri(), RequestBody.Of(options), $"delete {Describe(namespaceName, name)}", cancellationToken);

    public Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        SendAsync(
            HttpMethod.Delete,
            new QueryString(Type.Path(namespaceName)).Selection(selection).Paging(selection).Additional(selection?.Parameters).ToUri(),
            RequestBody.Of(options),
            $"delete {Type.GroupResource}",
            cancellationToken);

    public ISubresourceClient<TBody> Subresource<TBody>(Subresource<TBody> subresource)
        where TBody : class => new SubresourceClient<TBody>(Type, subresource, pipeline, options);

    private WriteOptions ForApply(WriteOptions? write) =>
        (write ?? new WriteOptions()) is { FieldManager: null } unnamed ? unnamed with { FieldManager = options.ApplyFieldManager } : write!;

    private static string? NamespaceOf(T resource) => ObjectKey.Of(resource).Namespace;

    private QueryString Write(string path, WriteOptions? write) => new QueryString(path).Write(write, options.FieldManager).Additional(write?.Parameters);

    private string ObjectPath(T resource, string? subresource) => ObjectPath(NamespaceOf(resource), resource.Metadata.Name, subresource);

    private string ObjectPath(string? namespaceName, string name, string? subresource) => Type.ObjectPath(namespaceName, name, subresource);

    private string Describe(T resource) => Describe(NamespaceOf(resource), resource.Metadata.Name ?? resource.Metadata.GenerateName);

    private string Describe(string? namespaceName, string? name) => $"{Type.GroupResource} {(namespaceName is null ? name : $"{namespaceName}/{name}")}";

    private RequestBody Json(T resource)
    {
        resource.ApiVersion ??= Type.ApiVersion;
        resource.Kind ??= Type.Kind;
        return RequestBody.Of(resource, Kind.Json);
    }

    private Task<T> SendForObjectAsync(HttpMethod method, Uri uri, RequestBody? body, string what, CancellationToken cancellationToken)
    {
        Kind.Prepare();
        return pipeline.WithTimeoutAsync(
            async token =>
            {
                using var response = await pipeline.SendAsync(() => Request(method, uri, body, "PartialObjectMetadata"), token);
                var bytes = await HttpPipeline.ReadAsync(response, token);
                var result = JsonSerializer.Deserialize(bytes, Kind.Json) ?? throw new JsonException($"{what}: the server answered null.");
                return Kind.Complete(result);
            },
            what,
            cancellationToken);
    }

    private Task<bool> SendAsync(HttpMethod method, Uri uri, RequestBody? body, string what, CancellationToken cancellationToken) =>
        pipeline.WithTimeoutAsync(
            async token =>
            {
                using var response = await pipeline.SendAsync(() => Request(method, uri, body, null), token);
                await HttpPipeline.ReadAsync(response, token);
                return true;
            },
            what,
            cancellationToken);

    private HttpRequestMessage Request(HttpMethod method, Uri uri, RequestBody? body, string? partialForm)
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.TryAddWithoutValidation(
            "Accept", Kind.IsMetadataOnly && partialForm is not null ? $"application/json;as={partialForm};g=meta.k8s.io;v=v1" : "application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(body.ContentType) } };
        }

        return request;
    }
}
