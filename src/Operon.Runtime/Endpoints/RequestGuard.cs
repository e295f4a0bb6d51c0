using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Lets a request through when the API server knows its bearer token and allows its user the path. Answers are remembered: who a token is for 1 min, an
/// allowance for 5 min, a denial for 30 s.
/// </summary>
internal sealed partial class RequestGuard(IKubernetesClient client, TimeProvider time, ILogger logger)
{
    private const int MostRemembered = 1024;
    private static readonly TimeSpan _knownFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _allowedFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _deniedFor = TimeSpan.FromSeconds(30);
    private static readonly ResourceKind<V1TokenReview> _tokenReviews =
        new(new ResourceType("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", IsNamespaced: false), KubernetesJson.TypeInfo<V1TokenReview>(RuntimeJson.Default));

    private static readonly ResourceKind<V1SubjectAccessReview> _accessReviews =
        new(new ResourceType("authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews", IsNamespaced: false), KubernetesJson.TypeInfo<V1SubjectAccessReview>(RuntimeJson.Default));

    private readonly ConcurrentDictionary<string, (V1UserInfo? User, long At)> _users = [];
    private readonly ConcurrentDictionary<string, (bool IsAllowed, long At)> _decisions = [];

    /// <summary>False after answering the request with a refusal.</summary>
    public async Task<bool> AdmitsAsync(HttpContext context)
    {
        try
        {
            if (Token(context) is not { } token || await UserAsync(token, context.RequestAborted) is not { } user)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                await Texts.AnswerAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized: send a bearer token the cluster knows\n");
                return false;
            }

            var path = context.Request.Path.Value ?? "/";
            if (!await IsAllowedAsync(user, path, context.RequestAborted))
            {
                await Texts.AnswerAsync(
                    context,
                    StatusCodes.Status403Forbidden,
                    $"Forbidden: {user.Username} needs verb get on the nonResourceURL {path}; bind it to a ClusterRole that says so\n");
                return false;
            }

            return true;
        }
        catch (Exception e) when (e is KubernetesApiException or HttpRequestException)
        {
            NotReviewed(logger, e.Message);
            await Texts.AnswerAsync(context, StatusCodes.Status500InternalServerError, "the API server could not be asked who you are; see the operator's log\n");
            return false;
        }
    }

    private static string? Token(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.Length > "Bearer ".Length
            ? header["Bearer ".Length..].Trim()
            : null;

    private async Task<V1UserInfo?> UserAsync(string token, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_users.TryGetValue(id, out var known) && time.GetElapsedTime(known.At) < _knownFor)
        {
            return known.User;
        }

        var review = await client.Resource(_tokenReviews).CreateAsync(
            new V1TokenReview { Metadata = new V1ObjectMeta(), Spec = new V1TokenReviewSpec { Token = token } }, cancellationToken);
        var user = review.Status is { Authenticated: true } status ? status.User : null;
        Limit(_users);
        _users[id] = (user, time.GetTimestamp());
        return user;
    }

    private async Task<bool> IsAllowedAsync(V1UserInfo user, string path, CancellationToken cancellationToken)
    {
        var id = Identity(path, user);
        if (_decisions.TryGetValue(id, out var known) && time.GetElapsedTime(known.At) < (known.IsAllowed ? _allowedFor : _deniedFor))
        {
            return known.IsAllowed;
        }

        var review = await client.Resource(_accessReviews).CreateAsync(
            new V1SubjectAccessReview
            {
                Metadata = new V1ObjectMeta(),
                Spec = new V1SubjectAccessReviewSpec
                {
                    User = user.Username,
                    Uid = user.Uid,
                    Groups = user.Groups,
                    Extra = user.Extra,
                    NonResourceAttributes = new V1NonResourceAttributes { Path = path, Verb = "get" },
                },
            },
            cancellationToken);
        var isAllowed = review.Status is { Allowed: true, Denied: not true };
        Limit(_decisions);
        _decisions[id] = (isAllowed, time.GetTimestamp());
        return isAllowed;
    }

    // Lengths keep a name with a separator in it from passing for another user.
    private static string Identity(string path, V1UserInfo user)
    {
        var extra = (user.Extra ?? new Dictionary<string, IList<string>>()).OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Prepend(pair.Key));
        return string.Concat(((string[])[path, user.Username ?? "", user.Uid ?? "", .. user.Groups ?? [], "", .. extra]).Select(part => $"{part.Length}:{part}"));
    }

    private static void Limit<T>(ConcurrentDictionary<string, T> remembered)
    {
        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }
    }

    [LoggerMessage(201, LogLevel.Error, "The caller of an endpoint could not be checked; does the operator have the system:auth-delegator role? {Error}")]
    private static partial void NotReviewed(ILogger logger, string error);
}
