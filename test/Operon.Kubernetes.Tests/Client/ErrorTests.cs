using System.Net;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class ErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(404, "NotFound", nameof(KubernetesApiException.IsNotFound))]
    [InlineData(409, "AlreadyExists", nameof(KubernetesApiException.IsAlreadyExists))]
    [InlineData(409, "Conflict", nameof(KubernetesApiException.IsConflict))]
    [InlineData(410, "Expired", nameof(KubernetesApiException.IsExpired))]
    [InlineData(422, "Invalid", nameof(KubernetesApiException.IsInvalid))]
    [InlineData(400, "BadRequest", nameof(KubernetesApiException.IsBadRequest))]
    [InlineData(401, "Unauthorized", nameof(KubernetesApiException.IsUnauthorized))]
    [InlineData(403, "Forbidden", nameof(KubernetesApiException.IsForbidden))]
    [InlineData(405, "MethodNotAllowed", nameof(KubernetesApiException.IsMethodNotSupported))]
    [InlineData(429, "TooManyRequests", nameof(KubernetesApiException.IsTooManyRequests))]
    [InlineData(504, "Timeout", nameof(KubernetesApiException.IsTimeout))]
    [InlineData(500, "InternalError", nameof(KubernetesApiException.IsInternalError))]
    [InlineData(503, "ServiceUnavailable", nameof(KubernetesApiException.IsServiceUnavailable))]
    [InlineData(413, "RequestEntityTooLarge", nameof(KubernetesApiException.IsRequestEntityTooLarge))]
    public async Task A_refusal_answers_to_its_own_question_and_to_no_other(int code, string reason, string question)
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json($$"""{"kind":"Status","reason":"{{reason}}","code":{{code}},"message":"m"}""", (HttpStatusCode)code));
        await using var client = server.Client();
        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token));
        (string Name, bool Answer)[] questions =
        [
            (nameof(e.IsNotFound), e.IsNotFound), (nameof(e.IsAlreadyExists), e.IsAlreadyExists), (nameof(e.IsConflict), e.IsConflict), (nameof(e.IsExpired), e.IsExpired),
            (nameof(e.IsInvalid), e.IsInvalid), (nameof(e.IsBadRequest), e.IsBadRequest), (nameof(e.IsUnauthorized), e.IsUnauthorized), (nameof(e.IsForbidden), e.IsForbidden),
            (nameof(e.IsMethodNotSupported), e.IsMethodNotSupported), (nameof(e.IsTooManyRequests), e.IsTooManyRequests), (nameof(e.IsTimeout), e.IsTimeout),
            (nameof(e.IsInternalError), e.IsInternalError), (nameof(e.IsServiceUnavailable), e.IsServiceUnavailable), (nameof(e.IsRequestEntityTooLarge), e.IsRequestEntityTooLarge),
            (nameof(e.IsNamespaceTerminating), e.IsNamespaceTerminating),
        ];
        Assert.Equal([question], questions.Where(one => one.Answer).Select(one => one.Name));
    }

    [Fact]
    public async Task Causes_name_the_fields_of_an_invalid_object()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(
            """{"kind":"Status","reason":"Invalid","code":422,"message":"m","details":{"causes":[{"reason":"FieldValueRequired","message":"Required value","field":"spec.containers"}]}}""",
            HttpStatusCode.UnprocessableEntity));
        await using var client = server.Client();
        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token));
        Assert.Equal(new StatusCause("FieldValueRequired", "spec.containers", "Required value"), e.Causes.Single());
    }

    [Fact]
    public async Task A_namespace_that_is_going_away_is_told_apart_from_missing_rights()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json(
            """{"kind":"Status","reason":"Forbidden","code":403,"message":"m","details":{"causes":[{"reason":"NamespaceTerminating","message":"being terminated","field":"metadata.namespace"}]}}""",
            HttpStatusCode.Forbidden));
        await using var client = server.Client();
        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token));
        Assert.True(e.IsNamespaceTerminating);
    }

    [Fact]
    public async Task What_the_caller_does_not_mind_is_ignored_and_nothing_else()
    {
        var (code, reason) = (HttpStatusCode.NotFound, "NotFound");
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json($$"""{"kind":"Status","reason":"{{reason}}","code":{{(int)code}},"message":"m"}""", code));
        await using var client = server.Client();
        var pods = client.Resource(ResourceKinds.Pod);

        Assert.False(await pods.DeleteAsync("ns", "a", Token).IgnoreNotFoundAsync());
        Assert.Null(await pods.GetAsync("ns", "a", Token).IgnoreNotFoundAsync());
        await Assert.ThrowsAsync<KubernetesApiException>(() => pods.GetAsync("ns", "a", Token).IgnoreAlreadyExistsAsync());

        (code, reason) = (HttpStatusCode.Conflict, "AlreadyExists");
        Assert.Null(await pods.GetAsync("ns", "a", Token).IgnoreAlreadyExistsAsync());
        await Assert.ThrowsAsync<KubernetesApiException>(() => pods.DeleteAsync("ns", "a", Token).IgnoreConflictAsync());

        (code, reason) = (HttpStatusCode.Conflict, "Conflict");
        Assert.False(await pods.DeleteAsync("ns", "a", Token).IgnoreConflictAsync());
        Assert.Null(await pods.GetAsync("ns", "a", Token).IgnoreConflictAsync());
    }

    [Fact]
    public async Task Success_passes_what_ignores_errors()
    {
        using var server = new ScriptedServer((_, _) => ScriptedServer.Json("""{"metadata":{"name":"a"}}"""));
        await using var client = server.Client();
        Assert.True(await client.Resource(ResourceKinds.Pod).DeleteAsync("ns", "a", Token).IgnoreNotFoundAsync());
        Assert.Equal("a", (await client.Resource(ResourceKinds.Pod).GetAsync("ns", "a", Token).IgnoreNotFoundAsync())!.Metadata.Name);
    }
}
