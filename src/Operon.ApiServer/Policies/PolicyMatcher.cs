using Operon.ApiServer.Admission;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Webhooks;

namespace Operon.ApiServer.Policies;

/// <summary>Decides whether a policy or binding has to do with a write, and in which version.</summary>
internal sealed class PolicyMatcher(AdmissionWebhookMatcher matcher)
{
    /// <summary>The version expressions see; null when the write is none of their business.</summary>
    public async ValueTask<ServedResource?> MatchAsync(MatchResources match, AdmissionRequest request, AdmissionVersions versions, CancellationToken cancellationToken)
    {
        if (matcher.Version(match.ExclusionsFor(request), match.MatchesEquivalent, request) is not null)
        {
            return null;
        }
        var version = match.HasRules ? matcher.Version(match.RulesFor(request), match.MatchesEquivalent, request) : request.Resource;
        if (version is null || !matcher.MatchesNamespace(match.NamespaceSelector, request))
        {
            return null;
        }
        var (current, old) = await versions.InAsync(request.Resource, cancellationToken).ConfigureAwait(false);
        return AdmissionWebhookMatcher.MatchesObject(match.ObjectSelector, current, old) ? version : null;
    }
}
