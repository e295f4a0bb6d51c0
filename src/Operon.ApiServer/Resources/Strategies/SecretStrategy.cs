using System.Text;
using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 Secret; <c>stringData</c> is write-only and lands in <c>data</c>.</summary>
internal sealed class SecretStrategy : ResourceStrategy
{
    protected override IEnumerable<string> ExtraFields => ["type"];

    public override void Default(JsonObject resource)
    {
        resource.SetDefaultText("type", "Opaque");
        if (resource.Map("stringData") is { } texts)
        {
            var data = resource.EnsureMap("data");
            foreach (var (key, value) in texts)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.AsText() ?? ""));
            }
            resource.Remove("stringData");
        }
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        DataKeys.CheckKeys(resource.Map("data"), "data", errors);
        foreach (var (key, value) in resource.Map("data") ?? [])
        {
            if (value is not null && !IsBase64(value.AsText()))
            {
                errors.Invalid($"data[{key}]", "<secret contents redacted>", "must be base64; put plain text into stringData");
            }
        }
        DataKeys.CheckSize(DataKeys.Base64Bytes(resource.Map("data")), "data", errors);
        string[] required = resource.Text("type") switch
        {
            "kubernetes.io/dockercfg" => [".dockercfg"],
            "kubernetes.io/dockerconfigjson" => [".dockerconfigjson"],
            "kubernetes.io/ssh-auth" => ["ssh-privatekey"],
            "kubernetes.io/tls" => ["tls.crt", "tls.key"],
            _ => [],
        };
        foreach (var key in required.Where(key => resource.Map("data")?.ContainsKey(key) != true))
        {
            errors.Required($"data[{key}]");
        }
        if (resource.Text("type") == "kubernetes.io/service-account-token"
            && string.IsNullOrEmpty(resource.Map("metadata").Map("annotations").Text("kubernetes.io/service-account.name")))
        {
            errors.Required("metadata.annotations[kubernetes.io/service-account.name]");
        }
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        errors.Unchanged("type", updated["type"], old["type"]);
        DataKeys.CheckImmutable(updated, old, errors, "data");
    }

    private static bool IsBase64(string? text) =>
        text is not null && Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
