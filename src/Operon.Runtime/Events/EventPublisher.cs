using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Writes events one after another from a bounded queue. Repeated events become one object with a count. What cannot be written after a few tries, or
/// does not fit into the queue, is dropped.
/// </summary>
internal sealed partial class EventPublisher(IKubernetesClient client, TimeProvider time, ILogger logger)
{
    private const int QueueLength = 1000;
    private const int MostRemembered = 4096;
    private const int MostTries = 5;
    private const int LongestMessage = 1024;
    private readonly IResourceClient<Corev1Event> _events = client.Resource(ResourceKinds.Event);
    private readonly Channel<EventRecord> _queue =
        Channel.CreateBounded<EventRecord>(new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Dictionary<object, Corev1Event> _written = [];

    public void Publish(EventRecord record)
    {
        if (!_queue.Writer.TryWrite(record))
        {
            RuntimeMetrics.EventsDropped.Add(1);
            Dropped(logger, record.Reason, record.Regarding.Name);
        }
    }

    /// <summary>Publishes until <see cref="Complete"/> was called and the queue is empty, or until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var record in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                await WriteAsync(record, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void Complete() => _queue.Writer.TryComplete();

    private async Task WriteAsync(EventRecord record, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteOnceAsync(record, cancellationToken);
                return;
            }
            catch (KubernetesApiException e) when ((int)e.Code is >= 400 and < 500 && e.Code != System.Net.HttpStatusCode.TooManyRequests)
            {
                // Refused (a namespace that is going away, missing rights): trying again does not help.
                Refused(logger, record.Reason, record.Regarding.Name, e.Message);
                return;
            }
            catch (Exception e) when (e is KubernetesApiException or HttpRequestException)
            {
                if (attempt == MostTries)
                {
                    RuntimeMetrics.EventsDropped.Add(1);
                    Refused(logger, record.Reason, record.Regarding.Name, e.Message);
                    return;
                }

                await Task.Delay(TimeSpan.FromSeconds(attempt), time, cancellationToken);
            }
        }
    }

    private async Task WriteOnceAsync(EventRecord record, CancellationToken cancellationToken)
    {
        if (_written.Count > MostRemembered)
        {
            _written.Clear();
        }

        if (_written.TryGetValue(record.Key, out var known))
        {
            try
            {
                var patch = new JsonObject
                {
                    ["count"] = (known.Count ?? 1) + 1,
                    ["lastTimestamp"] = record.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                };
                _written[record.Key] = await _events.PatchAsync(
                    known.Metadata.NamespaceProperty, known.Metadata.Name, Patch.Merge(patch), cancellationToken);
                return;
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                // Events live for an hour.
                _written.Remove(record.Key);
            }
        }

        _written[record.Key] = await _events.CreateAsync(New(record), cancellationToken);
    }

    private static Corev1Event New(EventRecord record) => new()
    {
        Metadata = new V1ObjectMeta
        {
            // Names are at most 253 long; the suffix tells events of one object apart.
            Name = string.Create(CultureInfo.InvariantCulture, $"{Head(record.Regarding.Name, 230)}.{Guid.NewGuid().ToString("N")[..16]}"),
            NamespaceProperty = record.Regarding.NamespaceProperty is { Length: > 0 } own ? own : "default",
        },
        InvolvedObject = record.Regarding,
        Type = record.Type,
        Reason = record.Reason,
        Message = Head(record.Message, LongestMessage),
        FirstTimestamp = record.Time,
        LastTimestamp = record.Time,
        Count = 1,
        Source = new V1EventSource { Component = record.Component },
        ReportingComponent = record.Component,
        ReportingInstance = Environment.GetEnvironmentVariable("POD_NAME") ?? Environment.MachineName,
    };

    private static string Head(string text, int length) => text.Length <= length ? text : text[..length];

    [LoggerMessage(50, LogLevel.Warning, "Event {Reason} about {Name} is dropped: too many wait")]
    private static partial void Dropped(ILogger logger, string reason, string name);

    [LoggerMessage(51, LogLevel.Warning, "Event {Reason} about {Name} is dropped: {Error}")]
    private static partial void Refused(ILogger logger, string reason, string name, string error);
}
