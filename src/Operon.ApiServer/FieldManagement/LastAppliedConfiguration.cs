using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.ApiServer.Resources.Strategies;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>What client-side <c>kubectl apply</c> left in its annotation: the fields the same user may take over by server-side apply without a conflict.</summary>
internal static class LastAppliedConfiguration
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    // Whoever gives another manager name on purpose wants to see the conflicts.
    private const string Manager = "kubectl";

    /// <summary>The fields of the annotation whose values the live object still has; others were changed by somebody else since.</summary>
    public static FieldSet Unchanged(JsonObject? live, Schema schema, string manager)
    {
        if (manager != Manager || live.Map("metadata").Map("annotations").Text(Annotation) is not { Length: > 0 } text || Parse(text) is not { } configuration)
        {
            return new FieldSet();
        }

        var difference = FieldComparison.Of(configuration, live!, schema, static fields => fields);
        return FieldSetBuilder.Build(configuration, schema).Difference(difference.Modified).Difference(difference.Removed);
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // Anybody may write the annotation; a broken one grants nothing.
            return null;
        }
    }
}
