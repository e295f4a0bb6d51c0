using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.FieldManagement;
using Operon.ApiServer.Http;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.Webhooks;

/// <summary>
/// Calls mutating webhooks one after the other, each on what the ones before made of the object. When one changed it, those of an earlier place that
/// asked for it (<c>reinvocationPolicy: IfNeeded</c>) are called once more, after the built-in plugins have run again.
/// </summary>
internal sealed class MutatingWebhooks(AdmissionWebhookRegistry webhooks, AdmissionWebhookMatcher matcher, AdmissionWebhookCaller caller, ObjectConverter converter) : AdmissionPlugin
{
    public override async Task MutateAsync(AdmissionRequest request)
    {
        if (webhooks.Current is not { Count: > 0 } current || AdmissionWebhookMatcher.IsExempt(request))
        {
            return;
        }

        var round = request.Reinvocation;
        round.NoteChanges(request.Object);
        var versions = new AdmissionVersions(request, converter, mutating: true);
        foreach (var webhook in current)
        {
            if (await matcher.MatchAsync(webhook, request, versions, request.Context.Aborted).ConfigureAwait(false) is { } call && round.Admits(webhook))
            {
                await CallAsync(call, request, versions, round).ConfigureAwait(false);
            }
        }

        round.Remember(request.Object);
    }

    private async Task CallAsync(AdmissionWebhookCall call, AdmissionRequest request, AdmissionVersions versions, ReinvocationContext round)
    {
        var response = await caller.CallAsync(call, request, mutating: true, request.Context.Aborted).ConfigureAwait(false);
        if (response is not null && AdmissionReview.Patch(response) is { Count: > 0 } patch && await ApplyAsync(call, request, versions, patch).ConfigureAwait(false))
        {
            round.NoteChange();
        }

        round.NoteCall(call.Webhook);
    }

    private static async Task<bool> ApplyAsync(AdmissionWebhookCall call, AdmissionRequest request, AdmissionVersions versions, JsonArray patch)
    {
        var (before, _) = await versions.InAsync(call.Version, request.Context.Aborted).ConfigureAwait(false);
        if (before is null)
        {
            throw Refusal.Internal($"admission webhook \"{call.Webhook.Name}\" attempted to modify the object, which is not supported for this operation");
        }

        var after = Patched(before, patch);
        if (request.View is null)
        {
            Complete(call.Version, before, after, request);
        }

        if (JsonNode.DeepEquals(before, after))
        {
            return false;
        }

        await versions.AdoptAsync(after, call.Version, request.Context.Aborted).ConfigureAwait(false);
        return true;
    }

    private static JsonObject Patched(JsonObject before, JsonArray patch)
    {
        try
        {
            return JsonPatch.Apply(before, patch) as JsonObject ?? throw Refusal.Internal("the patch of a webhook turns the object into something else than an object");
        }
        catch (PatchException error)
        {
            throw Refusal.Internal(error.Message);
        }
    }

    // What decoding the patched object does: other types are refused, unknown fields dropped, defaults filled in.
    private static void Complete(ServedResource version, JsonObject before, JsonObject after, AdmissionRequest request)
    {
        if (version.Custom is null)
        {
            if (SchemaValidator.CheckTypes(after, version.Schema) is { } mismatch)
            {
                throw Refusal.Internal(mismatch);
            }

            SchemaPruner.DropNulls(after, version.Schema);
        }

        after["apiVersion"] = version.ApiVersion;
        after["kind"] = version.Kind;
        SchemaPruner.Prune(after, version.Schema, null);
        SchemaDefaulter.Apply(after, version.Schema);
        version.Rules.Strategy.Default(after);
        KeepManagedFields(before, after, request);
    }

    private static void KeepManagedFields(JsonObject before, JsonObject after, AdmissionRequest request)
    {
        var entries = after.Object("metadata").Array("managedFields");
        if (entries is null || ManagedFields.Decode(after).Count == entries.Count)
        {
            return;
        }

        after.Metadata()["managedFields"] = before.Object("metadata")?["managedFields"]?.DeepClone();
        request.Context.Warnings.Add(
            ".metadata.managedFields was in an invalid state after admission; this could be caused by an outdated mutating admission controller; please fix your requests");
    }
}
