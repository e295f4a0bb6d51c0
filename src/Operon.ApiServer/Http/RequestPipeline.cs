using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Operon.ApiServer.Authentication;
using Operon.ApiServer.Authorization;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Selectors;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>One request from credentials to answer. Whatever goes wrong on the way leaves as a v1 Status.</summary>
internal sealed partial class RequestPipeline(
    RequestAuthenticator authenticator,
    RbacAuthorizer authorizer,
    NonResourceEndpoints nonResources,
    ResourceEndpoints resources,
    ILogger logger,
    CancellationToken stopping)
{
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await HandleCoreAsync(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody is left to answer.
        }
        catch (ClientGoneException)
        {
            http.Abort();
        }
        catch (Exception error) when (ToRefusal(error) is { } refusal)
        {
            await AnswerAsync(http, refusal.ToStatus(), refusal).ConfigureAwait(false);
        }
        catch (ContinueExpiredException expired)
        {
            var status = Refusal.Expired(expired.Message);
            var body = status.ToStatus();
            body["metadata"] = new JsonObject { ["continue"] = expired.Token };
            await AnswerAsync(http, body, status).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last line of defence: a defect here must reach the client as 500, not as a broken connection.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailure(logger, error, http.Request.Method, http.Request.Path);
            var status = Refusal.Internal(error.Message);
            await AnswerAsync(http, status.ToStatus(), status).ConfigureAwait(false);
        }
    }

    private async Task HandleCoreAsync(HttpContext http)
    {
        http.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        var user = Impersonation.Apply(http, authenticator.Authenticate(http), authorizer);
        var info = RequestInfo.Parse(http.Request.Method, http.Request.Path.Value ?? "/", ListOptions.IsTrue(http.Request.Query["watch"].ToString()), name => name is "status" or "finalize");
        var access = new AccessAttributes(user, info.Verb)
        {
            IsResource = info.IsResource,
            Group = info.Group,
            Version = info.Version,
            Resource = info.Resource,
            Subresource = info.Subresource,
            Namespace = info.Namespace,
            Name = NameOf(info, http.Request),
            Path = info.Path,
        };
        if (!authorizer.IsAllowed(access))
        {
            throw Refusal.NotAllowed(access);
        }

        var context = new RequestContext(http, info, user);
        if (info.IsResource)
        {
            try
            {
                await resources.HandleAsync(context, stopping).ConfigureAwait(false);
            }
            catch (StatusException) when (!http.Response.HasStarted)
            {
                context.Warnings.WriteTo(http.Response);
                throw;
            }
        }
        else if (!await nonResources.HandleAsync(context).ConfigureAwait(false))
        {
            await Responses.WriteNoPageAsync(http).ConfigureAwait(false);
        }
    }

    // A list or watch that a field selector pins to one object asks for that object: a right on its name is enough.
    private static string NameOf(RequestInfo info, HttpRequest request)
    {
        if (info.Name.Length > 0 || info.Verb is not ("list" or "watch") || request.Query["fieldSelector"].ToString() is not { Length: > 0 } selector)
        {
            return info.Name;
        }

        try
        {
            return FieldSelector.Parse(selector).RequiredValue("metadata.name") ?? "";
        }
        catch (SelectorException)
        {
            // Whoever may list hears what is wrong with the selector.
            return "";
        }
    }

    private static StatusException? ToRefusal(Exception error) => error switch
    {
        StatusException refusal => refusal,
        PatchException patch => new StatusException((int)patch.Code, patch.Reason, patch.Message),
        SelectorException selector => Refusal.BadRequest(selector.Message),
        BadHttpRequestException bad => bad.StatusCode == 413 ? Refusal.TooLarge($"Request entity too large: limit is {RequestBody.MaxBytes}") : Refusal.BadRequest(bad.Message),
        JsonException json => Refusal.BadRequest(json.Message),
        RevisionExpiredException expired => Refusal.Expired(expired.Message),
        ObjectDisposedException => new StatusException(503, "ServiceUnavailable", "the API server is shutting down") { RetryAfterSeconds = 1 },
        _ => null,
    };

    private static async Task AnswerAsync(HttpContext http, JsonObject status, StatusException refusal)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        if (refusal.RetryAfterSeconds > 0)
        {
            http.Response.Headers.RetryAfter = refusal.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await Responses.WriteAsync(http, refusal.Code, JsonBytes.Encode(status)).ConfigureAwait(false);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception error, string method, string path);
}
