using Operon.ApiServer.Admission;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>Calls all validating webhooks at once; the first denial, in calling order, is the answer.</summary>
internal sealed class ValidatingWebhooks(AdmissionWebhookRegistry webhooks, AdmissionWebhookMatcher matcher, AdmissionWebhookCaller caller, ObjectConverter converter) : AdmissionPlugin
{
    public override async Task ValidateAsync(AdmissionRequest request)
    {
        if (webhooks.Current is not { Count: > 0 } current || AdmissionWebhookMatcher.IsExempt(request))
        {
            return;
        }

        var versions = new AdmissionVersions(request, converter, mutating: false);
        var calls = new List<AdmissionWebhookCall>();
        foreach (var webhook in current)
        {
            if (await matcher.MatchAsync(webhook, request, versions, request.Context.Aborted).ConfigureAwait(false) is { } call)
            {
                calls.Add(call);
            }
        }

        await Task.WhenAll(calls.Select(call => caller.CallAsync(call, request, mutating: false, request.Context.Aborted))).ConfigureAwait(false);
    }
}
