using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Expressions;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>Evaluates conditions in CEL. A condition that fails decides by the webhook's failure policy.</summary>
internal sealed class EvaluatedMatchConditions(RbacAuthorizer authorizer) : IMatchConditions
{
    private readonly ConditionalWeakTable<AdmissionWebhook, MatchConditions> _compiled = [];

    public bool Match(AdmissionWebhook webhook, JsonObject review)
    {
        var conditions = _compiled.GetValue(webhook, static known => new MatchConditions(known.MatchConditions, AdmissionEnvironment.ForConditions));
        var outcome = conditions.Evaluate(AdmissionVariables.Of(review, null, authorizer), CancellationToken.None);
        if (outcome.Error is null || webhook.IgnoresFailure)
        {
            return outcome.Holds;
        }

        var resource = review.Object("resource");
        var group = resource.Text("group");
        var plural = resource.Text("resource");
        var name = review.Text("name");
        throw new StatusException(403, "Forbidden", $"{(group.Length == 0 ? plural : $"{plural}.{group}")} \"{name}\" is forbidden: {outcome.Error}") { Name = name, Group = group, Kind = plural };
    }
}
