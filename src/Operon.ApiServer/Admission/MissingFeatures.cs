using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Admission;

/// <summary>Tells the writer at once, by a warning, what nobody here will act on. Silence would look like a defect of the object.</summary>
internal sealed class MissingFeatures(IReadOnlyDictionary<string, string> notices) : AdmissionPlugin
{
    private static readonly Dictionary<string, string> Unserved = new()
    {
        ["mutatingadmissionpolicies.admissionregistration.k8s.io"] = "this server does not evaluate mutating admission policies yet",
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

        return Task.CompletedTask;
    }
}
