using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>What controllers ask of their pod templates beyond a valid pod.</summary>
internal static class TemplateValidation
{
    public static void AlwaysRestarts(JsonObject spec, List<FieldError> errors) =>
        errors.OneOf(spec.Map("template").Map("spec"), "spec.template.spec", "restartPolicy", "Always");

    public static bool IsZero(JsonNode? count) => count.AsNumber() == 0 || count.AsText() == "0%";
}
