using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Admission;

/// <summary>Tells the writer at once, by a warning, what nobody here will act on. Silence would look like a defect of the object.</summary>
internal sealed class MissingFeatures(IReadOnlyDictionary<string, string> notices) : AdmissionPlugin
{
    private const string Rules = "x-kubernetes-validations";

    private static readonly Dictionary<string, string> Unserved = new()
    {
        ["mutatingadmissionpolicies.admissionregistration.k8s.io"] = "this server does not evaluate admission policies yet",
        ["validatingadmissionpolicies.admissionregistration.k8s.io"] = "this server does not evaluate admission policies yet",
        ["resourcequotas"] = "this server does not enforce quotas yet",
        ["limitranges"] = "this server does not apply limit ranges yet",
    };

    public override Task ValidateAsync(AdmissionRequest request)
    {
        if (request.Subresource is not null || request.Operation == AdmissionOperation.Delete)
        {
            return Task.CompletedTask;
        }

        var resource = request.Resource.GroupResource;
        if (Unserved.TryGetValue(resource, out var text) || notices.TryGetValue(resource, out text))
        {
            request.Context.Warnings.Add(text);
        }

        if (request.Resource.Group == "admissionregistration.k8s.io" && request.Object.Objects("webhooks").Any(webhook => webhook.Array("matchConditions") is { Count: > 0 }))
        {
            request.Context.Warnings.Add("matchConditions are kept but not evaluated yet: the webhook is called for everything its rules and selectors match");
        }

        if (request.Resource.StorageName == StorageNames.CustomResourceDefinitions && Mentions(request.Object["spec"]))
        {
            request.Context.Warnings.Add($"{Rules} are kept but not evaluated yet");
        }

        return Task.CompletedTask;
    }

    private static bool Mentions(JsonNode? node) => node switch
    {
        JsonObject map => map.ContainsKey(Rules) || map.Any(member => Mentions(member.Value)),
        JsonArray list => list.Any(Mentions),
        _ => false,
    };
}
