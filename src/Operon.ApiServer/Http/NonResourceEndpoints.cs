using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Tokens;

namespace Operon.ApiServer.Http;

/// <summary>Everything that is not a resource: health, version, discovery, OpenAPI, token keys.</summary>
internal sealed class NonResourceEndpoints(ResourceRegistry registry, TokenKey tokenKey)
{
    public const string GitVersion = "v1.36.2+operon";

    private static readonly string[] Checks = ["ping", "log", "store", "poststarthook/bootstrap"];

    public async Task<bool> HandleAsync(RequestContext context)
    {
        var path = context.Info.Path.TrimEnd('/');
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case []:
                await Responses.WriteAsync(context, 200, new JsonObject { ["paths"] = Paths() }).ConfigureAwait(false);
                return true;
            case ["version"]:
                await Responses.WriteAsync(context, 200, Version()).ConfigureAwait(false);
                return true;
            case ["healthz" or "livez" or "readyz", ..]:
                return await HealthAsync(context, parts).ConfigureAwait(false);
            case ["openid", "v1", "jwks"]:
                await Responses.WriteAsync(context, 200, tokenKey.KeySet()).ConfigureAwait(false);
                return true;
            case [".well-known", "openid-configuration"]:
                await Responses.WriteAsync(context, 200, OpenIdConfiguration()).ConfigureAwait(false);
                return true;
            case ["api" or "apis", ..]:
                return await DiscoveryAsync(context, parts).ConfigureAwait(false);
            case ["openapi", "v3", ..]:
                return await OpenApiAsync(context, parts).ConfigureAwait(false);
            default:
                return false;
        }
    }

    private JsonArray Paths()
    {
        var groups = registry.Current.All.Select(resource => resource.Definition).ToList();
        return JsonTree.Strings(groups.Select(definition => "/" + definition.ApiPath).Concat(groups.Where(definition => definition.Group.Length > 0).Select(definition => "/apis/" + definition.Group))
            .Concat(["/api", "/apis", "/healthz", "/livez", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version", "/.well-known/openid-configuration"])
            .Distinct().Order(StringComparer.Ordinal));
    }

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "dotnet",
        ["platform"] = OperatingSystem.IsLinux() ? "linux/amd64" : "windows/amd64",
    };

    private static JsonObject OpenIdConfiguration() => new()
    {
        ["issuer"] = ServiceAccountTokens.Issuer,
        ["jwks_uri"] = ServiceAccountTokens.Issuer + "/openid/v1/jwks",
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("ES256"),
    };

    private static async Task<bool> HealthAsync(RequestContext context, string[] parts)
    {
        if (parts.Length > 1)
        {
            if (!Checks.Contains(string.Join('/', parts[1..])))
            {
                return false;
            }

            await Responses.WriteTextAsync(context.Http, 200, "ok").ConfigureAwait(false);
            return true;
        }

        if (!context.Http.Request.Query.ContainsKey("verbose"))
        {
            await Responses.WriteTextAsync(context.Http, 200, "ok").ConfigureAwait(false);
            return true;
        }

        var text = new StringBuilder();
        foreach (var check in Checks)
        {
            text.Append("[+]").Append(check).Append(" ok\n");
        }

        await Responses.WriteTextAsync(context.Http, 200, text.Append(parts[0]).Append(" check passed\n").ToString()).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> DiscoveryAsync(RequestContext context, string[] parts)
    {
        var documents = registry.Current.Discovery;
        context.Http.Response.Headers.Vary = "Accept";
        if (parts.Length == 1)
        {
            var core = parts[0] == "api";
            if (WantsAggregated(context.Http.Request))
            {
                await AggregatedAsync(context, core ? documents.AggregatedApi : documents.AggregatedApis, core ? documents.AggregatedApiETag : documents.AggregatedApisETag).ConfigureAwait(false);
                return true;
            }

            await Responses.WriteAsync(context, 200, core ? documents.Api : documents.Apis).ConfigureAwait(false);
            return true;
        }

        var found = parts switch
        {
            ["api", var version] => documents.ResourceList("", version),
            ["apis", var group] => documents.Group(group),
            ["apis", var group, var version] => documents.ResourceList(group, version),
            _ => null,
        };
        if (found is not { } document)
        {
            return false;
        }

        await Responses.WriteAsync(context, 200, document).ConfigureAwait(false);
        return true;
    }

    private static bool WantsAggregated(HttpRequest request)
    {
        foreach (var type in MediaType.ParseList(request.Headers.Accept.ToString()))
        {
            if (type.Name == "application/json")
            {
                if (type.Parameter("as") is null)
                {
                    return false;
                }

                if (type.Parameter("as") == "APIGroupDiscoveryList" && type.Parameter("v") == "v2" && type.Parameter("g") == "apidiscovery.k8s.io")
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static async Task AggregatedAsync(RequestContext context, ReadOnlyMemory<byte> document, string tag)
    {
        var response = context.Http.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "public";
        if (context.Http.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            response.StatusCode = 304;
            return;
        }

        response.StatusCode = 200;
        response.ContentType = DiscoveryDocuments.AggregatedMediaType;
        response.ContentLength = document.Length;
        await response.BodyWriter.WriteAsync(document, context.Aborted).ConfigureAwait(false);
    }

    private async Task<bool> OpenApiAsync(RequestContext context, string[] parts)
    {
        var documents = registry.Current.OpenApi;
        var headers = context.Http.Response.Headers;
        headers.Vary = "Accept";
        if (parts.Length == 2)
        {
            headers.ETag = documents.IndexETag;
            await Responses.WriteAsync(context, 200, documents.Index).ConfigureAwait(false);
            return true;
        }

        var path = string.Join('/', parts[2..]);
        if (documents.Find(path) is not { } document)
        {
            return false;
        }

        var hash = context.Query("hash");
        if (hash.Length > 0 && hash != document.Hash)
        {
            context.Http.Response.Redirect($"/openapi/v3/{path}?hash={document.Hash}", permanent: true);
            return true;
        }

        headers.ETag = document.ETag;
        if (hash.Length > 0)
        {
            headers.CacheControl = "public, immutable";
            headers.Expires = DateTimeOffset.UtcNow.AddYears(1).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        }

        if (context.Http.Request.Headers.IfNoneMatch.ToString() == document.ETag)
        {
            context.Http.Response.StatusCode = 304;
            return true;
        }

        await Responses.WriteAsync(context, 200, document.Json).ConfigureAwait(false);
        return true;
    }
}
