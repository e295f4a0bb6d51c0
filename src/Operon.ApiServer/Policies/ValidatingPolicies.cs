using System.Text.Json.Nodes;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Expressions;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;
using Operon.ApiServer.Webhooks;
using Operon.Cel;

namespace Operon.ApiServer.Policies;

/// <summary>Applies ValidatingAdmissionPolicies through their bindings: the first denial is the answer, warnings go along. Audit annotations are not kept.</summary>
internal sealed class ValidatingPolicies(
    PolicyRegistry registry, PolicyMatcher matcher, PolicyParameters parameters, ObjectStore store, RbacAuthorizer authorizer, ObjectConverter converter) : AdmissionPlugin
{
    // A broken policy must not keep itself from being mended.
    private static readonly HashSet<string> Exempt =
        ["validatingadmissionpolicies", "validatingadmissionpolicybindings", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings"];

    public override async Task ValidateAsync(AdmissionRequest request)
    {
        if (registry.Current is not { Count: > 0 } current || request.Context.SkipsWebhooks
            || (request.Resource.Group == "admissionregistration.k8s.io" && Exempt.Contains(request.Resource.Plural)))
        {
            return;
        }
        var versions = new AdmissionVersions(request, converter, mutating: false);
        StatusException? denial = null;
        foreach (var (policy, bindings) in current)
        {
            if (await matcher.MatchAsync(policy.Match, request, versions, request.Context.Aborted).ConfigureAwait(false) is not { } version)
            {
                continue;
            }
            foreach (var binding in bindings)
            {
                if (await matcher.MatchAsync(binding.Match, request, versions, request.Context.Aborted).ConfigureAwait(false) is not null)
                {
                    denial = await ApplyAsync(policy, binding, version, request, versions).ConfigureAwait(false) is { } refused ? denial ?? refused : denial;
                }
            }
        }
        if (denial is not null)
        {
            throw denial;
        }
    }

    private async Task<StatusException?> ApplyAsync(ValidatingPolicy policy, PolicyBinding binding, ServedResource version, AdmissionRequest request, AdmissionVersions versions)
    {
        var (current, old) = await versions.InAsync(version, request.Context.Aborted).ConfigureAwait(false);
        StatusException? denial = null;
        try
        {
            var ns = request.Resource.StorageName == StorageNames.Namespaces ? "" : request.Namespace;
            foreach (var parameter in parameters.Find(policy, binding, ns))
            {
                var review = AdmissionReview.Request(request, version, current, old);
                var variables = AdmissionVariables.Of(review, ns.Length == 0 ? null : store.Find(StorageNames.Namespaces, "", ns)?.Decode(), authorizer);
                variables["params"] = CelJson.ToValue(parameter, CelType.Dyn);
                foreach (var decision in PolicyEvaluation.Run(policy, variables, request.Context.Aborted))
                {
                    if (binding.Warns)
                    {
                        request.Context.Warnings.Add($"Validation failed for ValidatingAdmissionPolicy '{policy.Name}' with binding '{binding.Name}': {decision.Message}");
                    }
                    denial = binding.Denies ? denial ?? Denial(request, decision.Reason, $"ValidatingAdmissionPolicy '{policy.Name}' with binding '{binding.Name}' denied request: {decision.Message}") : denial;
                }
            }
        }
        catch (PolicyConfigurationException problem)
        {
            if (!policy.IgnoresFailure)
            {
                denial ??= Denial(request, "Invalid", $"ValidatingAdmissionPolicy '{policy.Name}' with binding '{binding.Name}' denied request: {problem.Message}");
            }
        }
        return denial;
    }

    private static StatusException Denial(AdmissionRequest request, string reason, string message)
    {
        var code = reason switch
        {
            "Unauthorized" => 401,
            "Forbidden" => 403,
            "RequestEntityTooLarge" => 413,
            _ => 422,
        };
        return new StatusException(code, reason, $"{request.Resource.GroupResource} \"{request.Name}\" is forbidden: {message}")
        {
            Name = request.Name,
            Group = request.Resource.Group,
            Kind = request.Resource.Plural,
            Causes = [new FieldError("", "", message)],
        };
    }
}
