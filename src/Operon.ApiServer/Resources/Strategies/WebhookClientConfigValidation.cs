using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The <c>clientConfig</c> of admission and conversion webhooks: a URL or a Service, and certificates that can be read.</summary>
internal static class WebhookClientConfigValidation
{
    private const string UrlForm = "; desired format: https://host[/path]";

    public static void Check(JsonObject? config, string field, List<FieldError> errors)
    {
        if (config.Has("url") == config.Map("service") is not null)
        {
            errors.Required(field, "exactly one of url or service is required");
        }
        else if (config.Text("url") is { } url)
        {
            CheckUrl(url, $"{field}.url", errors);
        }
        else
        {
            CheckService(config.Map("service")!, $"{field}.service", errors);
        }
        if (config.Text("caBundle") is { Length: > 0 } bundle && !HoldsCertificates(bundle))
        {
            errors.Invalid($"{field}.caBundle", "<bytes>", "unable to load root certificates: it must be base64 of certificates in PEM form");
        }
    }

    private static void CheckUrl(string text, string field, List<FieldError> errors)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            errors.Required(field, $"url must be a valid URL: \"{text}\" cannot be parsed{UrlForm}");
            return;
        }
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            errors.Invalid(field, url.Scheme, $"'https' is the only allowed URL scheme{UrlForm}");
        }
        if (url.Host.Length == 0)
        {
            errors.Invalid(field, url.Host, $"host must be specified{UrlForm}");
        }
        if (url.UserInfo.Length > 0)
        {
            errors.Invalid(field, "<user information>", "user information is not permitted in the URL");
        }
        if (url.Fragment.Length > 0)
        {
            errors.Invalid(field, url.Fragment.TrimStart('#'), "fragments are not permitted in the URL");
        }
        if (url.Query.Length > 0)
        {
            errors.Invalid(field, url.Query.TrimStart('?'), "query parameters are not permitted in the URL");
        }
    }

    private static void CheckService(JsonObject service, string field, List<FieldError> errors)
    {
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace"])
        {
            if (string.IsNullOrEmpty(service.Text(name)))
            {
                errors.Required($"{field}.{name}", $"service {name} is required");
            }
        }
        if (service.Number("port") is < 1 or > 65535)
        {
            errors.Invalid($"{field}.port", service["port"], "port is not valid: must be between 1 and 65535, inclusive");
        }
        if (service.Text("path") is { Length: > 0 } path)
        {
            CheckPath(path, $"{field}.path", errors);
        }
    }

    private static void CheckPath(string path, string field, List<FieldError> errors)
    {
        if (path == "/")
        {
            return;
        }
        if (path[0] != '/')
        {
            errors.Invalid(field, path, "must start with a '/'");
        }
        var segments = path.Trim('/').Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].Length == 0)
            {
                errors.Invalid(field, path, $"segment[{i}] may not be empty");
            }
            else if (NameRule.Subdomain.Error(segments[i]) is { } problem)
            {
                errors.Invalid(field, path, $"segment[{i}]: {problem}");
            }
        }
    }

    private static bool HoldsCertificates(string bundle)
    {
        try
        {
            var certificates = new System.Security.Cryptography.X509Certificates.X509Certificate2Collection();
            certificates.ImportFromPem(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(bundle)));
            return certificates.Count > 0;
        }
        catch (Exception error) when (error is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
