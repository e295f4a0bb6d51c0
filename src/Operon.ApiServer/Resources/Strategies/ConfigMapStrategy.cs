using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 ConfigMap.</summary>
internal sealed class ConfigMapStrategy : ResourceStrategy
{
    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        DataKeys.CheckKeys(resource.Map("data"), "data", errors);
        DataKeys.CheckKeys(resource.Map("binaryData"), "binaryData", errors);
        foreach (var (key, _) in resource.Map("data") ?? [])
        {
            if (resource.Map("binaryData")?.ContainsKey(key) == true)
            {
                errors.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
            }
        }
        DataKeys.CheckSize(DataKeys.TextBytes(resource.Map("data")) + DataKeys.Base64Bytes(resource.Map("binaryData")), "", errors);
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors) =>
        DataKeys.CheckImmutable(updated, old, errors, "data", "binaryData");
}
