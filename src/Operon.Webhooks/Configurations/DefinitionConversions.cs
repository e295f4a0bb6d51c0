using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>Prepares definitions that the operator installs itself for where its webhooks are.</summary>
internal static class DefinitionConversions
{
    /// <summary>Lets the definition convert through the Service of this operator.</summary>
    public static void PointAt(UntypedObject definition, string namespaceName, string service) => definition.Fields["spec"]!["conversion"] = new JsonObject
    {
        ["strategy"] = "Webhook",
        ["webhook"] = new JsonObject
        {
            ["clientConfig"] = new JsonObject
            {
                ["service"] = new JsonObject { ["namespace"] = namespaceName, ["name"] = service, ["path"] = WebhookPaths.Convert },
            },
            ["conversionReviewVersions"] = new JsonArray("v1"),
        },
    };

    /// <summary>Leaves the conversion to whoever sets it later: no field manager gives it away.</summary>
    public static void Release(UntypedObject definition) => (definition.Fields["spec"] as JsonObject)?.Remove("conversion");

    public static KindConversion? Of(UntypedObject definition, IReadOnlyList<KindConversion> conversions) => conversions.FirstOrDefault(one =>
        (string?)definition.Fields["spec"]?["group"] == one.Hub.Group && (string?)definition.Fields["spec"]?["names"]?["kind"] == one.Hub.Kind);

    /// <summary>Throws <see cref="ArgumentException"/> when a version of the definition does not convert.</summary>
    public static void Check(UntypedObject definition, KindConversion conversion)
    {
        var versions = (definition.Fields["spec"]?["versions"] as JsonArray ?? []).Select(version => (string?)version?["name"]).OfType<string>();
        if (versions.Except(conversion.Versions).ToArray() is { Length: > 0 } missing)
        {
            throw new ArgumentException(
                $"CustomResourceDefinition {definition.Metadata.Name} has the versions {string.Join(", ", missing)} without a converter; add an IConverter to and from {conversion.Hub.Version} for each, or remove the version.");
        }

        if (conversion.Versions.Except(versions).ToArray() is { Length: > 0 } unknown)
        {
            throw new ArgumentException($"There are converters for the versions {string.Join(", ", unknown)} that the CustomResourceDefinition {definition.Metadata.Name} does not have; add the versions or remove the converters.");
        }
    }
}
