using System.Text.Json.Nodes;

namespace Operon.ApiServer.Webhooks;

/// <summary>Evaluates the <c>matchConditions</c> of webhooks whose rules and selectors match already.</summary>
internal interface IMatchConditions
{
    /// <summary>
    /// Whether all conditions hold. <paramref name="review"/> is the <c>request</c> of the AdmissionReview in the version the webhook would get; its
    /// members <c>object</c> and <c>oldObject</c> are the variables of that name. Throws StatusException when the request must be refused.
    /// </summary>
    bool Match(AdmissionWebhook webhook, JsonObject review);
}
