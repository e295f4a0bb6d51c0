using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Webhooks;

/// <summary>TokenReviews of both versions.</summary>
internal sealed partial class TokenReviewEndpoint(ITokenAuthenticator authenticator, ILogger logger) : IWebhookEndpoint
{
    public async Task<JsonObject> AnswerAsync(string path, JsonObject review, CancellationToken cancellationToken)
    {
        if (ReviewVersion.Token.Problem(review) is { } problem)
        {
            return Review(review, TokenReviewAnswer.Unknown with { Error = problem });
        }

        var spec = review["spec"] as JsonObject ?? [];
        if (ReviewVersion.Text(spec, "token") is not { Length: > 0 } token)
        {
            return Review(review, TokenReviewAnswer.Unknown with { Error = "spec.token is missing" });
        }

        try
        {
            IReadOnlyList<string> audiences = [.. (spec["audiences"] as JsonArray ?? []).Select(one => one is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).OfType<string>()];
            return Review(review, await authenticator.AuthenticateAsync(token, audiences, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // One request must not end the server.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (Panics.Include(e))
            {
                WebhookMetrics.Panics.Add(1);
            }

            NotAnswered(logger, path, e);
            return Review(review, TokenReviewAnswer.Unknown with { Error = $"the webhook failed with {e.GetType().Name}; see its log" });
        }
    }

    public JsonObject Refuse(int code, string reason, string message) => Review(null, TokenReviewAnswer.Unknown with { Error = message });

    // The token is not repeated: an answer may end up in a log.
    private static JsonObject Review(JsonObject? review, TokenReviewAnswer answer)
    {
        var status = new JsonObject { ["authenticated"] = answer.User is not null };
        if (answer.User is { } user)
        {
            status["user"] = JsonSerializer.SerializeToNode(user, KubernetesJson.TypeInfo<V1UserInfo>(WebhookJson.Default));
            if (answer.Audiences.Count > 0)
            {
                status["audiences"] = new JsonArray([.. answer.Audiences.Select(one => JsonValue.Create(one))]);
            }
        }

        if (answer.Error is { } error)
        {
            status["error"] = error;
        }

        return new JsonObject { ["apiVersion"] = ReviewVersion.Token.ApiVersion(review), ["kind"] = ReviewVersion.Token.Kind, ["status"] = status };
    }

    [LoggerMessage(406, LogLevel.Error, "Token webhook {Path} failed")]
    private static partial void NotAnswered(ILogger logger, string path, Exception exception);
}
