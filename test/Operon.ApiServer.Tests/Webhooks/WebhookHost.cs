using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Operon.ApiServer.Tests.Hosting;

namespace Operon.ApiServer.Tests.Webhooks;

/// <summary>An HTTPS server that answers reviews, with a CA of its own. What it was asked is kept by path.</summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<(string Path, JsonObject Review)> _asked = [];
    private readonly ConcurrentDictionary<string, Func<JsonObject, JsonObject>> _answers = [];
    private readonly HashSet<string> _connections = [];

    private WebhookHost(WebApplication application, string caBundle)
    {
        _application = application;
        CaBundle = caBundle;
    }

    /// <summary>Base64 of the PEM, as clientConfig wants it.</summary>
    public string CaBundle { get; }
    public int Port { get; private set; }
    public int Connections => _connections.Count;

    /// <summary>Never answers while set.</summary>
    public bool Hangs { get; set; }

    public IReadOnlyList<JsonObject> Asked(string path) => [.. _asked.Where(item => item.Path == path).Select(item => item.Review)];

    public IReadOnlyList<string> Order => [.. _asked.Select(item => item.Path)];

    public static async Task<WebhookHost> StartAsync(params string[] names)
    {
        var (certificate, ca) = Certificate(names);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var application = builder.Build();
        var host = new WebhookHost(application, Convert.ToBase64String(Encoding.ASCII.GetBytes(ca)));
        application.Run(host.ServeAsync);
        await application.StartAsync(TestServer.Cancel);
        host.Port = new Uri(application.Urls.First()).Port;
        return host;
    }

    /// <summary>Answers reviews at a path; the function gets the review's request and returns the response without its uid.</summary>
    public void Answer(string path, Func<JsonObject, JsonObject> answer) => _answers[path] = answer;

    public void Allow(string path) => Answer(path, _ => new JsonObject { ["allowed"] = true });

    public void Deny(string path, string message, int code = 403) => Answer(path, _ => new JsonObject
    {
        ["allowed"] = false,
        ["status"] = new JsonObject { ["code"] = code, ["message"] = message },
    });

    public void Patch(string path, string operations) => Answer(path, _ => new JsonObject
    {
        ["allowed"] = true,
        ["patchType"] = "JSONPatch",
        ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(operations)),
    });

    public JsonObject Url(string path) => new() { ["url"] = $"https://127.0.0.1:{Port}{path}", ["caBundle"] = CaBundle };

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        lock (_connections)
        {
            _connections.Add(http.Connection.Id);
        }

        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }

        var path = http.Request.Path.Value!;
        var review = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!.AsObject();
        _asked.Enqueue((path, review));
        if (!_answers.TryGetValue(path, out var answer))
        {
            http.Response.StatusCode = 404;
            return;
        }

        var response = answer(review["request"]!.AsObject());
        response["uid"] ??= review["request"]!["uid"]!.DeepClone();
        http.Response.ContentType = "application/json";
        var body = new JsonObject { ["kind"] = review["kind"]!.DeepClone(), ["apiVersion"] = review["apiVersion"]!.DeepClone(), ["response"] = response };
        await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }

    private static (X509Certificate2 Certificate, string Ca) Certificate(string[] names)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=webhooks-ca", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = caRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=webhooks", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.Create(ca, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), [1, 2, 3]);
        using var withKey = certificate.CopyWithPrivateKey(key);
        return (X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null), ca.ExportCertificatePem());
    }
}
