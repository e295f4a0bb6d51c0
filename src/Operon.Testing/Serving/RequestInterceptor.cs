using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Operon.ApiServer.Authentication;

namespace Operon.Testing;

/// <summary>Stands before the server: notes every request and lets the faults happen.</summary>
internal sealed class RequestInterceptor(FaultInjector faults, RequestJournal journal, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _cacheWait = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource _stopping = new();

    public RequestAuthenticator Authenticator { get; set; } = null!;

    public async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        var request = RequestReader.Read(http, Authenticator);
        if (request.Verb == Verb.Create && request.Name.Length == 0 && request.Resource.Length > 0)
        {
            request.Name = await NameInBodyAsync(http);
        }

        journal.Add(request);
        try
        {
            foreach (var handle in faults.Hit(request))
            {
                if (handle.Fault.Kind != FaultKind.Delay)
                {
                    await FailAsync(http, next, request, handle);
                    return;
                }

                await Task.Delay(handle.Fault.Time, time, http.RequestAborted);
            }

            if (request.Verb is Verb.List or Verb.Watch && !await PassCacheAsync(http, request))
            {
                return;
            }

            await ServeAsync(http, next, request);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || _stopping.IsCancellationRequested)
        {
            http.Abort();
        }
    }

    /// <summary>Lets go of everything that is held open.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    private async Task ServeAsync(HttpContext http, RequestDelegate next, TestRequest request)
    {
        if (request.Verb == Verb.Watch)
        {
            await WatchAsync(http, next, request);
            return;
        }

        if (request.Verb != Verb.Create)
        {
            await next(http);
            request.Code = http.Response.StatusCode;
            return;
        }

        await using var answer = new CapturedResponse(http);
        await answer.RunAsync(next);
        NoteCreated(request, http, answer);
        await answer.SendAsync();
    }

    private async Task FailAsync(HttpContext http, RequestDelegate next, TestRequest request, FaultHandle handle)
    {
        switch (handle.Fault.Kind)
        {
            case FaultKind.Respond:
                request.Code = handle.Fault.Code;
                await RefuseAsync(http, handle.Fault.Code, handle.Fault.Reason, handle.Fault.Message, handle.Fault.Time);
                break;
            case FaultKind.CutBefore:
                http.Abort();
                break;
            case FaultKind.NeverAnswer:
                await HoldAsync(http, handle);
                break;
            default:
                await using (var answer = new CapturedResponse(http))
                {
                    await answer.RunAsync(next);
                    NoteCreated(request, http, answer);
                    request.Code = 0;
                    if (handle.Fault.Kind == FaultKind.LoseAnswer)
                    {
                        await HoldAsync(http, handle);
                        break;
                    }

                    if (handle.Fault.Kind == FaultKind.CutMiddle)
                    {
                        await answer.SendAsync(answer.Body.Length / 2);
                    }

                    http.Abort();
                }

                break;
        }
    }

    private static void NoteCreated(TestRequest request, HttpContext http, CapturedResponse answer)
    {
        request.Code = http.Response.StatusCode;
        if (request.Verb == Verb.Create && request.Name.Length == 0 && request.Code is 200 or 201 && RequestReader.NameIn(answer.Body) is { } name)
        {
            request.Name = name;
        }
    }

    private async Task HoldAsync(HttpContext http, FaultHandle handle)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, handle.Removed, _stopping.Token);
        await Task.Delay(Timeout.Infinite, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }

    private async Task WatchAsync(HttpContext http, RequestDelegate next, TestRequest request)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
        var network = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var aborted = http.RequestAborted;
        await using var stream = new WatchStream(http, network, request, faults, time, ending, _stopping.Token);
        http.Features.Set<IHttpResponseBodyFeature>(stream);
        http.RequestAborted = ending.Token;
        await next(http);
        http.RequestAborted = aborted;
        http.Features.Set(network);
        await stream.FinishAsync();
    }

    /// <summary>Models a watch cache that stands still. False when the request has been answered.</summary>
    private async Task<bool> PassCacheAsync(HttpContext http, TestRequest request)
    {
        if (faults.Holds.FirstOrDefault(hold => hold.Holds(request)) is not { } held)
        {
            return true;
        }

        var query = QueryHelpers.ParseQuery(http.Request.QueryString.Value);
        var asked = query.TryGetValue("resourceVersion", out var text) ? text.ToString() : "";
        if (request.Verb == Verb.List && (asked.Length == 0 || query.ContainsKey("continue")))
        {
            // The most recent state: read from the store, not from the cache.
            return true;
        }

        if (request.Verb == Verb.Watch && asked.Length == 0)
        {
            // A stream that begins with the most recent state begins when the cache has it.
            await held.Released.WaitAsync(http.RequestAborted);
            return true;
        }

        if (long.TryParse(asked, CultureInfo.InvariantCulture, out var revision) && revision > held.Revision)
        {
            using var limit = new CancellationTokenSource(_cacheWait, time);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
            await held.Released.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!held.Released.IsCompleted)
            {
                request.Code = 504;
                request.Fault = "watch cache held";
                await RefuseAsync(http, 504, "Timeout", $"Too large resource version: {revision}, current: {held.Revision}", TimeSpan.FromSeconds(1));
                return false;
            }
        }
        else if (request.Verb == Verb.List)
        {
            request.Fault = "watch cache held";
            query["resourceVersion"] = held.Revision.ToString(CultureInfo.InvariantCulture);
            query["resourceVersionMatch"] = "Exact";
            http.Request.QueryString = QueryString.Create(query);
        }

        return true;
    }

    private static async Task<string> NameInBodyAsync(HttpContext http)
    {
        // Large enough for every object the server takes: nothing goes to the disk.
        http.Request.EnableBuffering(bufferThreshold: 4 << 20);
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy, http.RequestAborted);
        http.Request.Body.Position = 0;
        return RequestReader.NameIn(copy.GetBuffer().AsSpan(0, (int)copy.Length)) ?? "";
    }

    private static async Task RefuseAsync(HttpContext http, int code, string reason, string message, TimeSpan retryAfter)
    {
        var status = StatusOf(code, reason, message);
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json";
        if (retryAfter > TimeSpan.Zero)
        {
            var seconds = (int)Math.Ceiling(retryAfter.TotalSeconds);
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            status["details"] = new JsonObject { ["retryAfterSeconds"] = seconds };
        }

        await http.Response.WriteAsync(status.ToJsonString(), http.RequestAborted);
    }

    internal static JsonObject StatusOf(int code, string reason, string message) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = reason,
        ["code"] = code,
    };
}
