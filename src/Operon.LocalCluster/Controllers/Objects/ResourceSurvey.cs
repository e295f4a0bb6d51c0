using System.Net;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>The resources of the server that hold objects, each in one version.</summary>
internal static class ResourceSurvey
{
    /// <summary>Requests that look like resources; nothing of theirs is stored.</summary>
    private static readonly HashSet<string> _questions = new(StringComparer.Ordinal)
    {
        "Binding", "ComponentStatus", "TokenReview", "TokenRequest", "SelfSubjectReview", "SubjectAccessReview", "LocalSubjectAccessReview",
        "SelfSubjectAccessReview", "SelfSubjectRulesReview",
    };

    public static async Task<IReadOnlyList<ResourceType>> StoredAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        var all = await client.DiscoverAsync(cancellationToken);

        // core and events.k8s.io show the same events; one of the two is enough.
        return [.. all.Where(t => !_questions.Contains(t.Kind) && t.Group is not ("events.k8s.io" or "metrics.k8s.io"))
            .GroupBy(t => t.GroupResource).Select(g => g.First())];
    }

    /// <summary>The resource cannot be listed: it is going away, or it never could be.</summary>
    public static bool IsNotListable(KubernetesApiException refusal) =>
        refusal.Code is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable;
}
