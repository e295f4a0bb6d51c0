using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class TokenReviewTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task A_known_token_is_answered_with_its_user(string version)
    {
        await using var webhooks = await StartAsync();
        var review = await webhooks.PostAsync("/authenticate", Review(version, "good", "api"));
        Assert.Equal(($"authentication.k8s.io/{version}", "TokenReview"), ((string?)review["apiVersion"], (string?)review["kind"]));
        Assert.True(JsonNode.DeepEquals(
            Yaml.ToJson("{authenticated: true, user: {username: jane, uid: '42', groups: [developers]}, audiences: [api]}")[0], review["status"]), review["status"]!.ToJsonString());
        Assert.Null(review["spec"]);
    }

    [Fact]
    public async Task Unknown_missing_and_failing_tokens_are_not_authenticated()
    {
        await using var webhooks = await StartAsync();
        Assert.Equal("""{"authenticated":false}""", (await webhooks.PostAsync("/authenticate", Review("v1", "bad")))["status"]!.ToJsonString());
        Assert.Contains("spec.token is missing", (await webhooks.PostAsync("/authenticate", Review("v1", "")))["status"]!.ToJsonString(), StringComparison.Ordinal);
        var failed = (await webhooks.PostAsync("/authenticate", Review("v1", "throw")))["status"]!;
        Assert.False((bool)failed["authenticated"]!);
        Assert.Contains("TimeoutException", (string?)failed["error"], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.ToJsonString(), StringComparison.Ordinal);
    }

    private static Task<RunningWebhooks> StartAsync() => RunningWebhooks.StartAsync(new WebhookSet().AddAuthenticator("/authenticate", new Tokens()));

    private static JsonObject Review(string version, string token, params string[] audiences) => new()
    {
        ["apiVersion"] = $"authentication.k8s.io/{version}",
        ["kind"] = "TokenReview",
        ["spec"] = new JsonObject { ["token"] = token, ["audiences"] = new JsonArray([.. audiences.Select(one => JsonValue.Create(one))]) },
    };

    private sealed class Tokens : ITokenAuthenticator
    {
        public ValueTask<TokenReviewAnswer> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken) => ValueTask.FromResult(token switch
        {
            "good" => TokenReviewAnswer.Authenticated("jane", "42", "developers") with { Audiences = audiences },
            "throw" => throw new TimeoutException("the secret directory did not answer"),
            _ => TokenReviewAnswer.Unknown,
        });
    }
}
