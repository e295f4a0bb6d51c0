using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>Runs the plugin when there is no credential, when it is about to expire and after a 401; callers at the same time share one run.</summary>
internal sealed class ExecCredentialSource(ExecCredentialPlugin plugin, TimeProvider time) : ICredentialSource, IDisposable
{
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Credential? _cached;

    public bool CanRefresh => true;

    public async ValueTask<Credential> GetAsync(Credential? rejected, CancellationToken cancellationToken)
    {
        if (Usable(rejected) is { } cached)
        {
            return cached;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return Usable(rejected) ?? (_cached = await RunAsync(cancellationToken));
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private Credential? Usable(Credential? rejected) =>
        _cached is { } cached && !ReferenceEquals(cached, rejected) && (cached.Expires is not { } expires || expires - _margin > time.GetUtcNow())
            ? cached
            : null;

    private async Task<Credential> RunAsync(CancellationToken cancellationToken)
    {
        var isInteractive = IsInteractive();
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardOutput = true,
            // A person who is asked to log in has to see the question.
            RedirectStandardError = !isInteractive,
            RedirectStandardInput = !isInteractive,
            UseShellExecute = false,
        };
        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = Request(isInteractive).ToJsonString();
        using var process = Start(start);
        if (!isInteractive)
        {
            process.StandardInput.Close();
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = isInteractive ? Task.FromResult("see above") : process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw Failure($"exited with code {process.ExitCode}: {(await errors).Trim()}");
            }

            return Parse(await output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private bool IsInteractive() => plugin.InteractiveMode switch
    {
        ExecInteractiveMode.Never => false,
        ExecInteractiveMode.Always when Console.IsInputRedirected =>
            throw Failure("wants to ask the user (interactiveMode: Always), but standard input is no terminal."),
        _ => !Console.IsInputRedirected,
    };

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Failure($"cannot be started: {e.Message}.{(plugin.InstallHint is { } hint ? $" {hint}" : "")}", e);
        }
    }

    private JsonObject Request(bool isInteractive)
    {
        var spec = new JsonObject { ["interactive"] = isInteractive };
        if (plugin.Cluster is { } cluster)
        {
            spec["cluster"] = cluster.DeepClone();
        }

        return new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec };
    }

    private Credential Parse(string output)
    {
        JsonObject json;
        try
        {
            json = JsonNode.Parse(output) as JsonObject ?? throw Failure("did not print a JSON object.");
        }
        catch (JsonException e)
        {
            throw Failure("did not print JSON.", e);
        }

        if (Text(json["apiVersion"]) is var version && version != plugin.ApiVersion)
        {
            throw Failure($"printed apiVersion '{version}' where {plugin.ApiVersion} is configured.");
        }

        var status = json["status"] as JsonObject ?? throw Failure("printed no status.");
        var token = Text(status["token"]);
        var certificate = Text(status["clientCertificateData"]);
        var key = Text(status["clientKeyData"]);
        if (token is null && (certificate is null || key is null))
        {
            throw Failure("printed neither status.token nor status.clientCertificateData with status.clientKeyData.");
        }

        return new Credential(token is null ? null : $"Bearer {token}", certificate is null || key is null ? null : ReadCertificate(certificate, key), Expiry(status));
    }

    private ClientCertificate ReadCertificate(string certificate, string key)
    {
        try
        {
            return ClientCertificate.FromPem(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Failure("printed a client certificate or key that is not PEM.", e);
        }
    }

    private DateTimeOffset? Expiry(JsonObject status)
    {
        if (Text(status["expirationTimestamp"]) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
            ? expires
            : throw Failure($"printed status.expirationTimestamp '{text}', which is not an RFC 3339 time.");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private KubeconfigException Failure(string problem, Exception? inner = null) => new($"The credential plugin '{plugin.Command}' {problem}", inner);
}
