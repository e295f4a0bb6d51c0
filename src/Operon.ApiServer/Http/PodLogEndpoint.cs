using System.Globalization;
using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Storage;

namespace Operon.ApiServer.Http;

/// <summary>pods/log: picks the container and streams what the node agent kept.</summary>
internal sealed class PodLogEndpoint(ObjectStore store, IPodLogSource? source)
{
    public async Task HandleAsync(RequestContext context, ServedResource resource)
    {
        var info = context.Info;
        var pod = store.Find(resource.StorageName, info.Namespace, info.Name)?.Decode() ?? throw Refusal.NotFound(resource, info.Name);
        var container = Container(pod, context.Query("container"));
        var previous = ListOptions.IsTrue(context.Query("previous"));
        CheckStarted(pod, container, previous);
        if (source is null)
        {
            throw new StatusException(501, "NotImplemented", "this API server has no node agent to read logs from");
        }

        var request = new PodLogRequest(info.Namespace, info.Name, container)
        {
            Follow = ListOptions.IsTrue(context.Query("follow")),
            Previous = previous,
            Timestamps = ListOptions.IsTrue(context.Query("timestamps")),
            TailLines = Number(context, "tailLines"),
            LimitBytes = Number(context, "limitBytes"),
            Since = Number(context, "sinceSeconds") is { } seconds ? DateTimeOffset.UtcNow.AddSeconds(-seconds)
                : DateTimeOffset.TryParse(context.Query("sinceTime"), CultureInfo.InvariantCulture, out var time) ? time : null,
        };
        Stream stream;
        try
        {
            stream = await source.OpenAsync(request, context.Aborted).ConfigureAwait(false);
        }
        catch (FileNotFoundException missing)
        {
            throw Refusal.BadRequest(missing.Message);
        }

        await using (stream.ConfigureAwait(false))
        {
            await CopyAsync(context, stream).ConfigureAwait(false);
        }
    }

    private static async Task CopyAsync(RequestContext context, Stream stream)
    {
        var response = context.Http.Response;
        response.ContentType = "text/plain";
        await response.StartAsync(context.Aborted).ConfigureAwait(false);
        var output = response.BodyWriter;
        try
        {
            while (true)
            {
                var count = await stream.ReadAsync(output.GetMemory(16 * 1024), context.Aborted).ConfigureAwait(false);
                if (count == 0)
                {
                    return;
                }

                output.Advance(count);
                await output.FlushAsync(context.Aborted).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.Aborted.IsCancellationRequested)
        {
            // The reader left; following a log has no other end.
        }
    }

    private static string Container(JsonObject pod, string asked)
    {
        var spec = pod.Object("spec");
        var main = spec.Objects("containers").Select(container => container.Text("name")).ToList();
        var init = spec.Objects("initContainers").Select(container => container.Text("name")).ToList();
        if (asked.Length == 0)
        {
            if (main.Count == 1)
            {
                return main[0];
            }

            asked = pod.Object("metadata").Object("annotations").Text("kubectl.kubernetes.io/default-container");
            if (asked.Length == 0)
            {
                var inits = init.Count > 0 ? $" or one of the init containers: [{string.Join(' ', init)}]" : "";
                throw Refusal.BadRequest($"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', main)}]{inits}");
            }
        }

        return main.Contains(asked) || init.Contains(asked) || spec.Objects("ephemeralContainers").Any(container => container.Text("name") == asked)
            ? asked
            : throw Refusal.BadRequest($"container {asked} is not valid for pod {pod.Name()}");
    }

    private static void CheckStarted(JsonObject pod, string container, bool previous)
    {
        var status = pod.Object("status");
        var state = status.Objects("containerStatuses").Concat(status.Objects("initContainerStatuses")).FirstOrDefault(item => item.Text("name") == container);
        var waiting = state.Object("state").Object("waiting");
        if (previous)
        {
            if (state.Object("lastState").Object("terminated") is null)
            {
                throw Refusal.BadRequest($"previous terminated container \"{container}\" in pod \"{pod.Name()}\" not found");
            }

            return;
        }

        if (state is null || (waiting is not null && state.Object("lastState").Object("terminated") is null))
        {
            var reason = waiting.Text("reason");
            throw Refusal.BadRequest($"container \"{container}\" in pod \"{pod.Name()}\" is waiting to start: {(reason.Length > 0 ? reason : "no reason given")}");
        }
    }

    private static long? Number(RequestContext context, string name)
    {
        var text = context.Query(name);
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Refusal.BadRequest($"{name}: Invalid value: \"{text}\": must be a whole number");
    }
}
