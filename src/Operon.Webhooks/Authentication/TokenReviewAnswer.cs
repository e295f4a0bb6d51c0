using k8s.Models;

namespace Operon.Webhooks;

/// <summary>Who a token is for.</summary>
/// <param name="User">Name, uid, groups and extra; null when the token is not known.</param>
/// <param name="Audiences">Those of the asked audiences the token is meant for; empty when none were asked for.</param>
/// <param name="Error">Why the token is not accepted, for the API server's log; null for nothing to say.</param>
public sealed record TokenReviewAnswer(V1UserInfo? User, IReadOnlyList<string> Audiences, string? Error = null)
{
    /// <summary>Nobody knows the token.</summary>
    public static TokenReviewAnswer Unknown { get; } = new(null, []);

    /// <summary>The token belongs to this user.</summary>
    public static TokenReviewAnswer Authenticated(string user, string uid, params IReadOnlyList<string> groups) =>
        new(new V1UserInfo { Username = user, Uid = uid, Groups = [.. groups] }, []);
}
