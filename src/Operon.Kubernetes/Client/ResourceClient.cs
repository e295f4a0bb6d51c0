using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

internal sealed partial class ResourceClient<T>(ResourceKind<T> kind, HttpPipeline pipeline, KubernetesClientOptions options) : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly bool _isPartial = typeof(T) == typeof(PartialObjectMetadata);

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
        var uri = Selection(Type.Path(namespaceName), options)
            .Add("limit", options?.Limit)
            .Add("continue", options?.Continue)
            .Add("resourceVersion", options?.ResourceVersion)
            .Add("resourceVersionMatch", options?.ResourceVersionMatch)
            .ToUri();
        return pipeline.WithTimeoutAsync(
            async token =>
            {
                using var response = await pipeline.SendAsync(() => Request(HttpMethod.Get, uri, null, "PartialObjectMetadataList"), token);
                return ListReader.Read(await response.Content.ReadAsByteArrayAsync(token), Kind);
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
        return SendForObjectAsync(
            HttpMethod.Post, Write(path, options).ToUri(), Json(resource), $"create {Describe(resource)}", cancellationToken);
    }

    public Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        SendForObjectAsync(
            HttpMethod.Put, Write(ObjectPath(resource, subresource), options).ToUri(), Json(resource), $"update {Describe(resource)}", cancellationToken);

    public Task<T> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        SendForObjectAsync(
            HttpMethod.Patch,
            Write(ObjectPath(namespaceName, name, subresource), options).ToUri(),
            new Body(patch.ContentType, JsonSerializer.SerializeToUtf8Bytes(patch.Body, KubernetesJson.TypeInfo<JsonNode>())),
            $"patch {Describe(namespaceName, name)}",
            cancellationToken);

    public Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null)
    {
        options = options with { FieldManager = options.FieldManager ?? DefaultFieldManager };
        return SendForObjectAsync(
            HttpMethod.Patch,
            Write(ObjectPath(resource, subresource), options).Add("force", options.Force).ToUri(),
            Json(resource) with { ContentType = "application/apply-patch+yaml" },
            $"apply {Describe(resource)}",
            cancellationToken);
    }

    public Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        SendAsync(HttpMethod.Delete, new QueryString(ObjectPath(namespaceName, name, null)).ToUri(), DeleteBody(options), $"delete {Describe(namespaceName, name)}", cancellationToken);

    public Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        SendAsync(HttpMethod.Delete, Selection(Type.Path(namespaceName), selection).ToUri(), DeleteBody(options), $"delete {Type.GroupResource}", cancellationToken);

    private string DefaultFieldManager => options.FieldManager ?? UserAgents.ManagerOf(options.UserAgent);

    private static string? NamespaceOf(T resource) => ObjectKey.Of(resource).Namespace;

    private static QueryString Selection(string path, ListOptions? options) => new QueryString(path)
        .Add("labelSelector", options?.LabelSelector)
        .Add("fieldSelector", options?.FieldSelector);

    private QueryString Write(string path, WriteOptions? write) => new QueryString(path)
        .Add("fieldManager", write?.FieldManager ?? options.FieldManager)
        .Add("dryRun", write is { DryRun: true } ? "All" : null)
        .Add("fieldValidation", write?.FieldValidation);

    private string ObjectPath(T resource, string? subresource) => ObjectPath(NamespaceOf(resource), resource.Metadata.Name, subresource);

    private string ObjectPath(string? namespaceName, string name, string? subresource)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException($"metadata.name of the {Type.Kind} is empty; a request without a name would address the whole collection.", nameof(name));
        }

        if (Type.IsNamespaced && string.IsNullOrEmpty(namespaceName))
        {
            throw new ArgumentException($"metadata.namespace of the {Type.Kind} '{name}' is empty; the kind is namespaced.", nameof(namespaceName));
        }

        return Type.Path(namespaceName, name, subresource);
    }

    private string Describe(T resource) => Describe(NamespaceOf(resource), resource.Metadata.Name ?? resource.Metadata.GenerateName);

    private string Describe(string? namespaceName, string? name) => $"{Type.GroupResource} {(namespaceName is null ? name : $"{namespaceName}/{name}")}";

    private Body Json(T resource)
    {
        resource.ApiVersion ??= Type.ApiVersion;
        resource.Kind ??= Type.Kind;
        return new Body("application/json", JsonSerializer.SerializeToUtf8Bytes(resource, Kind.Json));
    }

    private static Body? DeleteBody(DeleteOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        var preconditions = new V1Preconditions { Uid = options.PreconditionUid, ResourceVersion = options.PreconditionResourceVersion };
        var body = new V1DeleteOptions
        {
            ApiVersion = "v1",
            Kind = "DeleteOptions",
            GracePeriodSeconds = options.GracePeriodSeconds,
            PropagationPolicy = options.PropagationPolicy,
            Preconditions = preconditions is { Uid: null, ResourceVersion: null } ? null : preconditions,
        };
        return new Body("application/json", JsonSerializer.SerializeToUtf8Bytes(body, KubernetesJson.TypeInfo<V1DeleteOptions>()));
    }

    private Task<T> SendForObjectAsync(HttpMethod method, Uri uri, Body? body, string what, CancellationToken cancellationToken) =>
        pipeline.WithTimeoutAsync(
            async token =>
            {
                using var response = await pipeline.SendAsync(() => Request(method, uri, body, "PartialObjectMetadata"), token);
                var bytes = await response.Content.ReadAsByteArrayAsync(token);
                var result = JsonSerializer.Deserialize(bytes, Kind.Json) ?? throw new JsonException($"{what}: the server answered null.");
                return Kind.Complete(result);
            },
            what,
            cancellationToken);

    private Task<bool> SendAsync(HttpMethod method, Uri uri, Body? body, string what, CancellationToken cancellationToken) =>
        pipeline.WithTimeoutAsync(
            async token =>
            {
                using var response = await pipeline.SendAsync(() => Request(method, uri, body, null), token);
                await response.Content.CopyToAsync(Stream.Null, token);
                return true;
            },
            what,
            cancellationToken);

    private static HttpRequestMessage Request(HttpMethod method, Uri uri, Body? body, string? partialForm)
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.TryAddWithoutValidation(
            "Accept", _isPartial && partialForm is not null ? $"application/json;as={partialForm};g=meta.k8s.io;v=v1" : "application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(body.ContentType) } };
        }

        return request;
    }

    private sealed record Body(string ContentType, byte[] Bytes);
}
