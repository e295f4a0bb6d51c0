using System.Net;
using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class ValidationTests
{
    private const string Path = "/validate-cache-example-com-v1-memcached";

    [Fact]
    public async Task Errors_become_a_Status_like_that_of_a_built_in_kind()
    {
        await using var webhooks = await StartAsync();
        var response = await AskAsync(webhooks, "CREATE", "{metadata: {name: main}, spec: {size: 2, image: memcached}}");
        Assert.False((bool)response["allowed"]!);
        var expected = """
            {apiVersion: v1, kind: Status, metadata: {}, status: Failure, code: 422, reason: Invalid,
             message: 'Memcached.cache.example.com "main" is invalid: [spec.size: Invalid value: 2: must be odd, spec.image: Invalid value: "memcached": must name a tag]',
             details: {name: main, group: cache.example.com, kind: Memcached, causes: [
               {reason: FieldValueInvalid, message: 'Invalid value: 2: must be odd', field: spec.size},
               {reason: FieldValueInvalid, message: 'Invalid value: "memcached": must name a tag', field: spec.image}]}}
            """;
        Assert.True(JsonNode.DeepEquals(Yaml.ToJson(expected)[0], response["status"]), response["status"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_is_judged_by_what_it_was()
    {
        await using var webhooks = await StartAsync();
        var response = await AskAsync(webhooks, "UPDATE", "{metadata: {name: main}, spec: {size: 3}}", "{metadata: {name: main}, spec: {size: 5}}");
        Assert.Equal("Memcached.cache.example.com \"main\" is invalid: spec.size: Forbidden: may not shrink", (string?)response["status"]!["message"]);
        Assert.True((bool)(await AskAsync(webhooks, "UPDATE", "{metadata: {}, spec: {size: 7}}", "{metadata: {}, spec: {size: 5}}"))["allowed"]!);
    }

    [Fact]
    public async Task Warnings_come_with_either_answer()
    {
        await using var webhooks = await StartAsync();
        foreach (var (size, isAllowed) in ((int, bool)[])[(3, true), (4, false)])
        {
            var response = await AskAsync(webhooks, "CREATE", $"{{metadata: {{name: main}}, spec: {{size: {size}, image: 'memcached:latest'}}}}");
            Assert.Equal(isAllowed, (bool)response["allowed"]!);
            Assert.Equal("spec.image: latest moves; name a version", (string?)response["warnings"]![0]);
        }

        Assert.Equal("its cache is gone", (string?)(await AskAsync(webhooks, "DELETE", null, "{metadata: {name: main}}"))["warnings"]![0]);
    }

    [Fact]
    public async Task A_denial_is_thrown_from_anywhere()
    {
        await using var webhooks = await StartAsync();
        var status = (await AskAsync(webhooks, "DELETE", null, "{metadata: {name: main, labels: {keep: please}}}"))["status"]!;
        Assert.Equal((403, "Forbidden", "it has the label keep; remove that first"), ((int)status["code"]!, (string?)status["reason"], (string?)status["message"]));
    }

    [Fact]
    public async Task A_refusal_of_an_API_server_passes_with_code_reason_and_details()
    {
        const string Json = """{"kind":"Status","status":"Failure","code":409,"reason":"AlreadyExists","message":"taken","details":{"name":"x"}}""";
        await using var webhooks = await RunningWebhooks.StartAsync(new WebhookSet().AddHandler("/x", new Throwing(() => new KubernetesApiException(HttpStatusCode.Conflict, "AlreadyExists", "taken", null, Json))));
        var status = (await webhooks.PostAsync("/x", Reviews.Admission(Memcached.Resource.Type, "CREATE", "{}")))["response"]!["status"]!;
        Assert.Equal((409, "AlreadyExists", "taken", "x"), ((int)status["code"]!, (string?)status["reason"], (string?)status["message"], (string?)status["details"]!["name"]));
    }

    [Fact]
    public async Task An_object_of_another_shape_is_refused_with_the_field()
    {
        await using var webhooks = await StartAsync();
        var status = (await AskAsync(webhooks, "CREATE", "{metadata: {name: main}, spec: {size: many}}"))["status"]!;
        Assert.Equal(400, (int)status["code"]!);
        Assert.Contains("Memcached default/main: spec.size does not have the shape of Memcached", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_configured_for_another_kind_says_so()
    {
        await using var webhooks = await StartAsync();
        var response = (await webhooks.PostAsync(Path, Reviews.Admission(ResourceKinds.Pod.Type, "CREATE", "{metadata: {name: main}}")))["response"]!;
        Assert.Contains("this webhook is for cache.example.com/v1 Memcached, not for v1, Kind=Pod", (string?)response["status"]!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spec.tags", "FieldValueRequired", "Required value: name one", 0)]
    [InlineData("spec.tags", "FieldValueDuplicate", "Duplicate value: \"a\"", 1)]
    [InlineData("spec.tags", "FieldValueNotSupported", "Unsupported value: \"c\": supported values: \"a\", \"b\"", 2)]
    [InlineData("spec.tags", "FieldValueNotFound", "Not found: true", 3)]
    [InlineData("spec.tags", "FieldValueTooLong", "Too long: may not be more than 5 bytes", 4)]
    [InlineData("spec.tags", "FieldValueTooMany", "Too many: 3: must have at most 2 items", 5)]
    [InlineData("spec.tags", "FieldValueInvalid", "Invalid value: {\"a\":1.5}: no", 6)]
    public void Field_errors_have_the_words_of_Kubernetes(string field, string reason, string body, int which)
    {
        FieldError[] errors =
        [
            FieldError.Required(field, "name one"), FieldError.Duplicate(field, "a"), FieldError.NotSupported(field, "c", "a", "b"), FieldError.NotFound(field, true),
            FieldError.TooLong(field, 5), FieldError.TooMany(field, 3, 2), FieldError.Invalid(field, new JsonObject { ["a"] = 1.5 }, "no"),
        ];
        Assert.Equal((field, reason, body, $"{field}: {body}"), (errors[which].Field, errors[which].Reason, errors[which].Body, errors[which].ToString()));
    }

    private static Task<RunningWebhooks> StartAsync() => RunningWebhooks.StartAsync(new WebhookSet().AddValidator(Memcached.Resource, new MemcachedWebhook()));

    private static async Task<JsonNode> AskAsync(RunningWebhooks webhooks, string operation, string? current, string? old = null) =>
        (await webhooks.PostAsync(Path, Reviews.Admission(Memcached.Resource.Type, operation, current, old)))["response"]!;

    private sealed class Throwing(Func<Exception> make) : IAdmissionHandler
    {
        public ValueTask<AdmissionResponse> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken) => throw make();
    }
}
