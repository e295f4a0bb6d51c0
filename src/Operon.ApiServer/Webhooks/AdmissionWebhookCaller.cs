using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Operon.ApiServer.Admission;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>Calls one webhook about one write and applies what its failurePolicy says about failures.</summary>
internal sealed partial class AdmissionWebhookCaller(WebhookClient client, ILogger logger)
{
    private const string UserAgent = "kube-apiserver-admission";

    /// <summary>The response of a webhook that allowed the write; null when it failed and that is to be ignored.</summary>
    /// <exception cref="StatusException">It denied the write, or failed and the write must not go on without it.</exception>
    public async Task<JsonObject?> CallAsync(AdmissionWebhookCall call, AdmissionRequest request, bool mutating, CancellationToken cancellationToken)
    {
        var webhook = call.Webhook;
        if (request.Context.DryRun && !webhook.SupportsDryRun)
        {
            throw Refusal.BadRequest($"admission webhook \"{webhook.Name}\" does not support dry run");
        }

        var response = await AskAsync(call, mutating, cancellationToken).ConfigureAwait(false);
        if (response is null)
        {
            return null;
        }

        foreach (var warning in response.Texts("warnings"))
        {
            request.Context.Warnings.Add(warning);
        }

        return response["allowed"].Boolean() == true ? response : throw AdmissionReview.Denial(webhook, response);
    }

    private async Task<JsonObject?> AskAsync(AdmissionWebhookCall call, bool mutating, CancellationToken cancellationToken)
    {
        var webhook = call.Webhook;
        var (body, uid) = AdmissionReview.Body(call);
        var failed = "failed to call webhook";
        try
        {
            var answer = await client.PostAsync(webhook.Client, body, webhook.Timeout, UserAgent, cancellationToken).ConfigureAwait(false);
            failed = "received invalid webhook response";
            return AdmissionReview.Response(answer, webhook, uid, mutating);
        }
        catch (WebhookCallException failure)
        {
            LogFailure(logger, webhook.Name, webhook.Configuration, webhook.IgnoresFailure ? "open" : "closed", failure.Message);
            return webhook.IgnoresFailure ? null : throw Refusal.Internal($"failed calling webhook \"{webhook.Name}\": {failed}: {failure.Message}");
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "Failed calling webhook {Webhook} of {Configuration}, failing {Direction}: {Reason}")]
    private static partial void LogFailure(ILogger logger, string webhook, string configuration, string direction, string reason);
}
