using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;
using Operon.ApiServer.Webhooks;

namespace Operon.ApiServer.CustomResources;

/// <summary>
/// What the real server's CRD controllers do over a second or two happens here within the write: names are accepted or not, the CRD is
/// established, and the cleanup finalizer is set.
/// </summary>
internal sealed class CustomResourceAdmission(ObjectStore store, TimeProvider time) : AdmissionPlugin
{
    public override Task MutateAsync(AdmissionRequest request)
    {
        if (request.Resource.StorageName != StorageNames.CustomResourceDefinitions || request.Subresource is not null || request.Operation == AdmissionOperation.Delete)
        {
            return Task.CompletedTask;
        }

        var errors = request.Resource.Rules.Strategy.Validate(request.Object).Concat(CustomResourceRules.Check(request.Object)).ToList();
        if (!HasUsableCaBundle(request.Object) && request.Old is { } old && HasUsableCaBundle(old))
        {
            errors.Add(FieldError.Invalid("spec.conversion.webhookClientConfig.caBundle", "<bytes>", CaBundle.Problem));
        }

        if (errors.Count > 0)
        {
            throw Refusal.Invalid(request.Resource, request.Name, errors);
        }

        SetStatus(request);
        if (request.Operation == AdmissionOperation.Create)
        {
            var finalizers = request.Object.Object("metadata").Texts("finalizers").Append(CustomResourceCleanup.Finalizer).Distinct();
            request.Object.Metadata()["finalizers"] = JsonTree.Strings(finalizers);
        }

        return Task.CompletedTask;
    }

    private void SetStatus(AdmissionRequest request)
    {
        var crd = request.Object;
        var status = crd.Ensure("status");
        var conflict = Conflict(request);
        if (conflict is null)
        {
            status["acceptedNames"] = crd.Object("spec").Object("names")?.DeepClone();
        }

        var now = time.GetUtcNow().Rfc3339();
        Conditions.Set(status, "NamesAccepted", conflict is null, conflict is null ? "NoConflicts" : "NameConflict", conflict ?? "no conflicts found", now);
        var usable = HasUsableCaBundle(crd);
        var established = (conflict is null && usable) || Conditions.IsTrue(status, "Established");
        var (reason, message) = established ? ("InitialNamesAccepted", "the initial names have been accepted")
            : usable ? ("NotAccepted", "not all names are accepted")
            : ("InvalidCABundle", "The conversion webhook CABundle is invalid");
        Conditions.Set(status, "Established", established, reason, message, now);
    }

    // A placeholder that is replaced later is no reason to refuse the definition, only to wait with serving it.
    private static bool HasUsableCaBundle(JsonObject crd) =>
        crd.Object("spec").Object("conversion").Object("webhook").Object("clientConfig").Text("caBundle") is not { Length: > 0 } bundle
        || CaBundle.Read(Convert.FromBase64String(bundle)).Count > 0;

    private string? Conflict(AdmissionRequest request)
    {
        var spec = request.Object.Object("spec");
        var group = spec.Text("group");
        var names = spec.Object("names");
        foreach (var other in store.State.Objects(StorageNames.CustomResourceDefinitions).Where(item => item.Name != request.Name).Select(item => item.Decode()))
        {
            if (other.Object("spec").Text("group") != group || other.Object("status").Object("acceptedNames") is not { } taken)
            {
                continue;
            }

            var used = taken.Texts("shortNames").Append(taken.Text("plural")).Append(taken.Text("singular")).ToHashSet();
            if (names.Texts("shortNames").Append(names.Text("plural")).Append(names.Text("singular")).FirstOrDefault(used.Contains) is { } name)
            {
                return $"\"{name}\" is already in use";
            }

            if (new[] { taken.Text("kind"), taken.Text("listKind") }.Intersect([names.Text("kind"), names.Text("listKind")]).FirstOrDefault() is { Length: > 0 } kind)
            {
                return $"\"{kind}\" is already in use";
            }
        }

        return null;
    }
}
