using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>What is built from the verbs.</summary>
public static class ResourceClientExtensions
{
    /// <summary>Keeps the state of <paramref name="resource"/> to compute a patch from later.</summary>
    public static Snapshot<T> Snapshot<T>(this ResourceKind<T> kind, T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(kind, resource);

    /// <summary>
    /// Sends the difference between the snapshot and <paramref name="changed"/> as a merge patch. Without a difference nothing is sent and
    /// <paramref name="changed"/> is returned.
    /// </summary>
    public static Task<T> PatchAsync<T>(
        this IResourceClient<T> client, Snapshot<T> snapshot, T changed, CancellationToken cancellationToken, bool optimisticLock = false, WriteOptions? options = null, string? subresource = null)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        snapshot.IsChangedIn(changed)
            ? client.PatchAsync(snapshot.Key.Namespace, snapshot.Key.Name, snapshot.PatchTo(changed, optimisticLock), cancellationToken, options, subresource)
            : Task.FromResult(changed);

    /// <summary>
    /// Server-side apply of a form of another type than the client reads: a record whose members are all optional, so that only fields that are
    /// set are sent. apiVersion and kind are filled from the client's kind; so is the field manager when the options name none.
    /// Throws <see cref="ApplyConflictException"/>, which names the other managers and their fields, unless forced.
    /// </summary>
    public static Task<T> ApplyAsync<T, TForm>(
        this IResourceClient<T> client, TForm form, JsonTypeInfo<TForm> json, WriteOptions options, CancellationToken cancellationToken, string? subresource = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TForm : class, IKubernetesObject<V1ObjectMeta>
    {
        var key = ObjectKey.Of(form);
        ApplyForms.ThrowIfRead(form.Metadata, $"{client.Kind.Type.GroupResource} {key}");
        form.ApiVersion ??= client.Kind.Type.ApiVersion;
        form.Kind ??= client.Kind.Type.Kind;
        var body = JsonSerializer.SerializeToNode(form, json)!.AsObject();
        return client.PatchAsync(key.Namespace, key.Name, Patch.Apply(body), cancellationToken, options, subresource);
    }

    /// <summary>
    /// Server-side apply of a form that knows which fields are set, such as a generated <c>MemcachedApply</c>. Returns the object as stored. Throws
    /// <see cref="ApplyConflictException"/>, which names the other managers and their fields, unless forced.
    /// </summary>
    public static Task<T> ApplyAsync<T>(
        this IResourceClient<T> client, ResourceApplyForm<T> form, WriteOptions options, CancellationToken cancellationToken, string? subresource = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(form);
        return client.PatchAsync(form.Metadata.Namespace, form.Metadata.Name, Patch.Apply(form.ToJson()), cancellationToken, options, subresource);
    }

    /// <summary>Deletes <paramref name="resource"/>, and no other object that got its name since: its uid is the precondition.</summary>
    public static Task DeleteAsync<T>(this IResourceClient<T> client, T resource, CancellationToken cancellationToken, DeleteOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var key = ObjectKey.Of(resource);
        options ??= new DeleteOptions();
        return client.DeleteAsync(key.Namespace, key.Name, cancellationToken, options with { PreconditionUid = options.PreconditionUid ?? resource.Metadata.Uid });
    }

    /// <summary>
    /// All pages of a list, one request for each as they are asked for. <see cref="ListOptions.Limit"/> is the page size, 500 when null.
    /// The pages are one consistent snapshot; when the server has forgotten it (after about five minutes) the error says <see cref="KubernetesApiException.IsExpired"/>.
    /// </summary>
    public static async IAsyncEnumerable<ResourceList<T>> ListPagesAsync<T>(
        this IResourceClient<T> client, string? namespaceName, ListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        options ??= new ListOptions();
        options = options with { Limit = options.Limit ?? 500 };
        while (true)
        {
            var page = await client.ListAsync(namespaceName, options, cancellationToken);
            yield return page;
            if (page.Continue is null)
            {
                yield break;
            }

            // The token holds the version; the server refuses both together.
            options = options with { Continue = page.Continue, ResourceVersion = null, ResourceVersionMatch = null };
        }
    }

    /// <summary>All objects of a list, fetched page by page as with <see cref="ListPagesAsync"/>.</summary>
    public static async IAsyncEnumerable<T> ListAllAsync<T>(
        this IResourceClient<T> client, string? namespaceName, ListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        await foreach (var page in client.ListPagesAsync(namespaceName, options, cancellationToken))
        {
            foreach (var item in page.Items)
            {
                yield return item;
            }
        }
    }
}
