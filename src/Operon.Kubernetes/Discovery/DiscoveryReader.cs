using System.Net;
using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

internal static class DiscoveryReader
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>The resources below <c>/api</c> or <c>/apis</c>.</summary>
    public static async Task<IReadOnlyList<ResourceType>> RootAsync(IKubernetesClient client, string root, CancellationToken cancellationToken)
    {
        var json = await GetAsync(client, root, $"{Aggregated},application/json", cancellationToken);
        switch (Text(json["kind"]))
        {
            case "APIGroupDiscoveryList":
                return [.. Objects(json["items"]).SelectMany(Aggregate)];
            case "APIVersions":
                var versions = json["versions"]?.AsArray().Select(version => $"{root}/{version}") ?? [];
                return await GroupVersionsAsync(client, versions, cancellationToken);
            default:
                var paths = Objects(json["groups"]).SelectMany(group => Objects(group["versions"])).Select(version => $"{root}/{Text(version["groupVersion"])}");
                return await GroupVersionsAsync(client, paths, cancellationToken);
        }
    }

    public static async Task<IReadOnlyList<ResourceType>> GroupVersionAsync(IKubernetesClient client, string path, CancellationToken cancellationToken)
    {
        var json = await GetAsync(client, path, "application/json", cancellationToken);
        var (group, version) = Split(Text(json["groupVersion"]));
        return [.. Objects(json["resources"])
            .Where(resource => !Text(resource["name"]).Contains('/', StringComparison.Ordinal))
            .Select(resource => new ResourceType(group, version, Text(resource["kind"]), Text(resource["name"]), resource["namespaced"]?.GetValue<bool>() ?? false))];
    }

    private static IEnumerable<ResourceType> Aggregate(JsonObject group)
    {
        var name = Text(group["metadata"]?["name"]);
        return
            from version in Objects(@group["versions"])
            from resource in Objects(version["resources"])
            let kind = resource["responseKind"]?["kind"]
            where kind is not null
            select new ResourceType(name, Text(version["version"]), Text(kind), Text(resource["resource"]), Text(resource["scope"]) == "Namespaced");
    }

    private static async Task<IReadOnlyList<ResourceType>> GroupVersionsAsync(IKubernetesClient client, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(paths.Select(async path =>
        {
            try
            {
                return await GroupVersionAsync(client, path, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.Code is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable)
            {
                // A group served by an extension server that is away must not hide the others.
                return [];
            }
        }));
        return [.. found.SelectMany(types => types)];
    }

    private static async Task<JsonObject> GetAsync(IKubernetesClient client, string path, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await StatusErrors.ReadAsync(response, cancellationToken);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return (await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken))?.AsObject()
            ?? throw new InvalidOperationException($"Discovery at {path} answered null.");
    }

    private static (string Group, string Version) Split(string groupVersion)
    {
        var slash = groupVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("", groupVersion) : (groupVersion[..slash], groupVersion[(slash + 1)..]);
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? array) => array?.AsArray().OfType<JsonObject>() ?? [];

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
