using System.Text.Json.Nodes;

namespace Operon.Webhooks;

/// <summary>What answers one path: a JSON body for a JSON body.</summary>
internal interface IWebhookEndpoint
{
    /// <summary>Answers a review. Never throws but on cancellation.</summary>
    Task<JsonObject> AnswerAsync(string path, JsonObject review, CancellationToken cancellationToken);

    /// <summary>The answer to a body that is no review.</summary>
    JsonObject Refuse(int code, string reason, string message);
}
