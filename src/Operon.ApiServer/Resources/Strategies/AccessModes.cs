using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The access modes of volumes and claims.</summary>
internal static class AccessModes
{
    private static readonly string[] s_supported = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    public static void Check(JsonObject spec, List<FieldError> errors)
    {
        if (!spec.Texts("accessModes").Any())
        {
            errors.Required("spec.accessModes", "at least 1 access mode is required");
        }
        foreach (var mode in spec.Texts("accessModes").Where(mode => !s_supported.Contains(mode)))
        {
            errors.Add(FieldError.NotSupported("spec.accessModes", Problems.Json(mode), s_supported));
        }
    }
}
