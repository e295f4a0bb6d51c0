using System.Text.Json.Nodes;
using Operon.ApiServer.Http;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>apiextensions.k8s.io ConversionReview: has a webhook convert a batch of custom resources, and checks that it changed no more than it may.</summary>
internal sealed class ConversionWebhook(WebhookClient client)
{
    private const string Group = "apiextensions.k8s.io";
    private const string UserAgent = "kube-apiserver-conversion";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The objects in the order given; those that are in the wanted version already are not sent.</summary>
    /// <exception cref="StatusException">The webhook failed: then no object is converted.</exception>
    public async Task<IReadOnlyList<JsonObject>> ConvertAsync(WebhookConversion conversion, string kind, IReadOnlyList<JsonObject> objects, string apiVersion, CancellationToken cancellationToken)
    {
        var others = objects.Where(obj => obj.Text("apiVersion") != apiVersion).ToList();
        if (others.Count == 0)
        {
            return objects;
        }

        try
        {
            var converted = await AskAsync(conversion, others, apiVersion, cancellationToken).ConfigureAwait(false);
            if (converted.Count != others.Count)
            {
                throw new WebhookCallException($"returned {converted.Count} objects, expected {others.Count}");
            }

            var next = 0;
            return [.. objects.Select(obj => obj.Text("apiVersion") == apiVersion ? obj : ConvertedObjects.Check(obj, converted[next] as JsonObject, apiVersion, next++))];
        }
        catch (WebhookCallException failure)
        {
            var source = $"conversion webhook for {others[0].Text("apiVersion")}, Kind={kind}";
            throw new StatusException(500, "", failure.Message.StartsWith("returned ", StringComparison.Ordinal) ? $"{source} {failure.Message}" : $"{source} failed: {failure.Message}");
        }
    }

    private async Task<JsonArray> AskAsync(WebhookConversion conversion, List<JsonObject> objects, string apiVersion, CancellationToken cancellationToken)
    {
        var uid = Guid.NewGuid().ToString();
        var review = new JsonObject
        {
            ["kind"] = "ConversionReview",
            ["apiVersion"] = $"{Group}/{conversion.ReviewVersion}",
            ["request"] = new JsonObject
            {
                ["uid"] = uid,
                ["desiredAPIVersion"] = apiVersion,
                ["objects"] = new JsonArray([.. objects.Select(obj => obj.DeepClone())]),
            },
        };
        var answer = await client.PostAsync(conversion.Client, review, Timeout, UserAgent, cancellationToken).ConfigureAwait(false);
        return Checked(answer, conversion.ReviewVersion, uid);
    }

    private static JsonArray Checked(JsonObject answer, string version, string uid)
    {
        if (answer.Text("apiVersion") != $"{Group}/{version}" || answer.Text("kind") != "ConversionReview")
        {
            throw new WebhookCallException($"expected webhook response of {Group}/{version}, Kind=ConversionReview, got {answer.Text("apiVersion")}, Kind={answer.Text("kind")}");
        }

        var response = answer.Object("response") ?? throw new WebhookCallException("no response provided");
        if (version == "v1" && response.Text("uid") != uid)
        {
            throw new WebhookCallException($"expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
        }

        var result = response.Object("result");
        if (result.Text("status") != "Success")
        {
            throw new WebhookCallException(result.Text("message") is { Length: > 0 } message ? message : $"response.result.status was '{result.Text("status")}', not 'Success'");
        }

        return response.Array("convertedObjects") ?? [];
    }
}
