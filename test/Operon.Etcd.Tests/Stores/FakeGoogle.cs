using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Operon.Etcd.Tests.Stores;

/// <summary>Token endpoint, metadata server and JSON API of Google Cloud Storage, as far as backups need them. Claims are verified with the account's public key.</summary>
internal sealed class FakeGoogle : FakeObjects
{
    private const string Email = "backup@project.iam.gserviceaccount.com";
    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, (string Name, MemoryStream Bytes)> _sessions = [];
    private readonly HashSet<string> _tokens = ["fixed-token"];

    public int TokensGiven => _tokens.Count - 1;

    /// <summary>The key file of the account.</summary>
    public byte[] KeyFile(bool isForeign = false)
    {
        using var other = RSA.Create(2048);
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = "service_account",
            ["client_email"] = Email,
            ["private_key_id"] = "1",
            ["private_key"] = (isForeign ? other : _key).ExportPkcs8PrivateKeyPem(),
            ["token_uri"] = $"{Address}token",
        }.ToJsonString());
    }

    protected override async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        switch (request.Path.Value)
        {
            case "/token":
                await TokenAsync(context, await IsAssertedAsync(request));
                return;
            case "/computeMetadata/v1/instance/service-accounts/default/token":
                await TokenAsync(context, request.Headers["Metadata-Flavor"] == "Google");
                return;
        }

        var isSession = request.Path.StartsWithSegments("/session", StringComparison.Ordinal);
        if (!isSession && !_tokens.Contains(request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal)))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsync("""{"error": {"code": 401, "message": "Invalid Credentials"}}""");
            return;
        }

        await (isSession ? SessionAsync(context) : ObjectAsync(context));
    }

    private async Task<bool> IsAssertedAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var parts = form["assertion"].ToString().Split('.');
        if (form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer" || parts.Length != 3)
        {
            return false;
        }

        var isSigned = _key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        var life = (long)claims["exp"]! - (long)claims["iat"]!;
        return isSigned && (string?)header["alg"] == "RS256" && (string?)claims["iss"] == Email && (string?)claims["aud"] == $"{Address}token"
            && ((string?)claims["scope"])!.Contains("devstorage", StringComparison.Ordinal) && life is > 0 and <= 3600;
    }

    private async Task TokenAsync(HttpContext context, bool isAllowed)
    {
        if (!isAllowed)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("""{"error": "invalid_grant", "error_description": "Invalid JWT Signature."}""");
            return;
        }

        var token = $"token-{Guid.NewGuid():N}";
        _tokens.Add(token);
        await context.Response.WriteAsync(new JsonObject { ["access_token"] = token, ["expires_in"] = 3600, ["token_type"] = "Bearer" }.ToJsonString());
    }

    private async Task SessionAsync(HttpContext context)
    {
        var id = context.Request.Path.Value!;
        if (!_sessions.TryGetValue(id, out var session))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (HttpMethods.IsDelete(context.Request.Method))
        {
            _sessions.Remove(id);
            context.Response.StatusCode = 499;
            return;
        }

        var range = context.Request.GetTypedHeaders().ContentRange!;
        var body = await BodyAsync(context);
        if (range.HasRange && (range.From != session.Bytes.Length || range.To - range.From + 1 != body.Length))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        session.Bytes.Write(body);
        if (!range.HasLength)
        {
            // Parts but the last one are multiples of 256 KiB.
            context.Response.StatusCode = body.Length % (256 << 10) == 0 ? StatusCodes.Status308PermanentRedirect : StatusCodes.Status400BadRequest;
            return;
        }

        var isNew = range.Length == session.Bytes.Length && Objects.TryAdd(session.Name, session.Bytes.ToArray());
        context.Response.StatusCode = isNew ? StatusCodes.Status200OK : StatusCodes.Status412PreconditionFailed;
    }

    private async Task ObjectAsync(HttpContext context)
    {
        const string bucket = "/storage/v1/b/backups/o";
        var request = context.Request;
        var raw = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        if (raw == $"/upload{bucket}")
        {
            var id = $"/session/{Guid.NewGuid():N}";
            _sessions[id] = (request.Query["name"]!, new MemoryStream());
            context.Response.Headers.Location = new Uri(Address, id).ToString();
            return;
        }

        if (raw == bucket)
        {
            // One object a page, so that paging is needed.
            var names = Objects.Keys.Where(name => name.StartsWith(request.Query["prefix"]!, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
            var index = int.Parse(request.Query["pageToken"].FirstOrDefault() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            var page = new JsonObject { ["items"] = new JsonArray([.. names.Skip(index).Take(1).Select(name => Describe(name))]) };
            if (index + 1 < names.Count)
            {
                page["nextPageToken"] = $"{index + 1}";
            }

            await context.Response.WriteAsync(page.ToJsonString());
            return;
        }

        var key = Uri.UnescapeDataString(raw[(bucket.Length + 1)..]);
        if (!Objects.TryGetValue(key, out var bytes))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("""{"error": {"code": 404, "message": "No such object"}}""");
        }
        else if (HttpMethods.IsDelete(request.Method))
        {
            Objects.TryRemove(key, out _);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (request.Query["alt"] == "media")
        {
            await SendAsync(context, bytes);
        }
        else
        {
            await context.Response.WriteAsync(Describe(key).ToJsonString());
        }
    }

    private JsonObject Describe(string name) => new() { ["name"] = name, ["size"] = $"{Objects[name].Length}" };
}
