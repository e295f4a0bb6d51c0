using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Operon.Etcd.Tests.Stores;

/// <summary>Alibaba's OSS as far as backups need it. It computes the signature of each request anew from what it received.</summary>
internal sealed class FakeOss : FakeObjects
{
    public const string KeyId = "LTAI";
    public const string Secret = "hidden";

    private readonly Dictionary<string, SortedDictionary<int, byte[]>> _uploads = [];

    protected override async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var path = Uri.UnescapeDataString(context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0]);
        if (request.Headers.Authorization != $"OSS {KeyId}:{Signature(request, path)}")
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "SignatureDoesNotMatch");
            return;
        }

        var key = path["/backups/".Length..];
        if (key.Length == 0)
        {
            await ListAsync(context);
        }
        else if (request.Query.ContainsKey("uploads") || request.Query.ContainsKey("uploadId"))
        {
            await MultipartAsync(context, key);
        }
        else
        {
            await ObjectAsync(context, key);
        }
    }

    private static string Signature(HttpRequest request, string path)
    {
        var own = request.Headers.Where(header => header.Key.StartsWith("x-oss-", StringComparison.OrdinalIgnoreCase))
            .Select(header => $"{header.Key}:{header.Value}").Order(StringComparer.Ordinal);
        var signed = request.Query.Where(entry => entry.Key is "uploads" or "uploadId" or "partNumber").OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Value.ToString().Length == 0 ? entry.Key : $"{entry.Key}={entry.Value}");
        var parameters = string.Join('&', signed);
        var text = string.Join('\n', [
            request.Method, "", request.ContentType ?? "", request.Headers.Date.ToString(),
            .. own,
            parameters.Length == 0 ? path : $"{path}?{parameters}",
        ]);
#pragma warning disable CA5350 // The scheme is defined on SHA-1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    private static async Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>no</Message></Error>");
    }

    private async Task ListAsync(HttpContext context)
    {
        // One object a page, so that paging is needed.
        var marker = context.Request.Query["marker"].ToString();
        var left = Objects.Keys.Where(key => key.StartsWith(context.Request.Query["prefix"].ToString(), StringComparison.Ordinal) && string.CompareOrdinal(key, marker) > 0)
            .Order(StringComparer.Ordinal).ToList();
        var result = new XElement("ListBucketResult", left.Take(1).Select(key => new XElement("Contents", new XElement("Key", key), new XElement("Size", Objects[key].Length))));
        if (left.Count > 1)
        {
            result.Add(new XElement("NextMarker", left[0]));
        }

        await context.Response.WriteAsync(result.ToString());
    }

    private async Task MultipartAsync(HttpContext context, string key)
    {
        var request = context.Request;
        var id = request.Query["uploadId"].ToString();
        if (request.Query.ContainsKey("uploads"))
        {
            id = Guid.NewGuid().ToString("N");
            _uploads[id] = [];
            await context.Response.WriteAsync(new XElement("InitiateMultipartUploadResult", new XElement("UploadId", id)).ToString());
        }
        else if (HttpMethods.IsPut(request.Method))
        {
            var number = int.Parse(request.Query["partNumber"]!, CultureInfo.InvariantCulture);
            _uploads[id][number] = await BodyAsync(context);
            context.Response.Headers.ETag = $"\"{number}\"";
        }
        else if (HttpMethods.IsDelete(request.Method))
        {
            _uploads.Remove(id);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            var parts = XElement.Parse(Encoding.UTF8.GetString(await BodyAsync(context))).Elements("Part").Select(part => (int)part.Element("PartNumber")!);
            await AddAsync(context, key, [.. parts.SelectMany(number => _uploads[id][number])]);
        }
    }

    private async Task ObjectAsync(HttpContext context, string key)
    {
        if (HttpMethods.IsPut(context.Request.Method))
        {
            await AddAsync(context, key, await BodyAsync(context));
        }
        else if (HttpMethods.IsDelete(context.Request.Method))
        {
            Objects.TryRemove(key, out _);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (Objects.TryGetValue(key, out var bytes))
        {
            await SendAsync(context, bytes);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task AddAsync(HttpContext context, string key, byte[] bytes)
    {
        if (context.Request.Headers["x-oss-forbid-overwrite"] != "true" || !Objects.TryAdd(key, bytes))
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, "FileAlreadyExists");
        }
    }
}
