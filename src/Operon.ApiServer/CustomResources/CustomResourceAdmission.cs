using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

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
        var established = conflict is null || Conditions.IsTrue(status, "Established");
        Conditions.Set(status, "Established", established, established ? "InitialNamesAccepted" : "NotAccepted", established ? "the initial names have been accepted" : "not all names are accepted", now);
    }

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
