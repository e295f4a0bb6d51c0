using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.Runtime.Tests;

/// <summary>One resource of the fake API: objects as JSON, a history to watch, and switches for faults.</summary>
internal sealed class FakeStore(FakeCluster cluster)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Type, string Json)> _history = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _generation;
    private long _oldest;
    private bool _isHeld;

    public int Lists { get; private set; }

    public int Watches { get; private set; }

    public int Gets { get; private set; }

    /// <summary>Answers list, get and write; null for none.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Replaces the answer to a creation that was done; null for none.</summary>
    public Func<string, Exception?> Answer { get; set; } = _ => null;

    /// <summary>A patch that changes nothing makes no new version, as with a real server.</summary>
    public bool AnswersNothingChanged { get; set; }

    public string? VersionOf(string key)
    {
        lock (_lock)
        {
            return _objects.TryGetValue(key, out var json) ? (string?)json["metadata"]!["resourceVersion"] : null;
        }
    }

    public List<(string Verb, string Key)> Writes { get; } = [];

    /// <summary>Ends all watches cleanly.</summary>
    public void EndWatches()
    {
        lock (_lock)
        {
            _generation++;
            Signal();
        }
    }

    /// <summary>Forgets the history: a watch from any version there was is expired.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _oldest = cluster.NextVersion();
            _history.Clear();
            _generation++;
            Signal();
        }
    }

    /// <summary>While held, watches get no events.</summary>
    public void Hold(bool isHeld)
    {
        lock (_lock)
        {
            _isHeld = isHeld;
            Signal();
        }
    }

    public (List<string> Items, long Version) List(string? namespaceName)
    {
        Throw("list");
        lock (_lock)
        {
            Lists++;
            return (ItemsOf(namespaceName), cluster.Version);
        }
    }

    /// <summary>Whether watches may ask for the initial state; false refuses, as servers without WatchList do.</summary>
    public bool ServesStreams { get; set; }

    /// <summary>The bookmark after a streamed initial state; null leaves it out, as servers that ignore the option do.</summary>
    public string? EndOfStream { get; set; } = """{"metadata":{"resourceVersion":"VERSION","annotations":{"k8s.io/initial-events-end":"true"}}}""";

    public int Streams { get; private set; }

    public (List<string> Items, long Version) Stream(string? namespaceName)
    {
        if (!ServesStreams)
        {
            throw Status(HttpStatusCode.UnprocessableEntity, "Invalid", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
        }

        Throw("stream");
        lock (_lock)
        {
            Streams++;
            return (ItemsOf(namespaceName), cluster.Version);
        }
    }

    /// <summary>Sends a bookmark to all watches.</summary>
    public void Bookmark()
    {
        lock (_lock)
        {
            var version = cluster.NextVersion();
            Append(version, "BOOKMARK", $$$"""{"metadata":{"resourceVersion":"{{{version}}}"}}""");
        }
    }

    public string Get(string key)
    {
        Throw("get");
        lock (_lock)
        {
            Gets++;
            return _objects.TryGetValue(key, out var json) ? json.ToJsonString() : throw Status(HttpStatusCode.NotFound, "NotFound", $"{key} not found");
        }
    }

    public string Create(string key, JsonObject json)
    {
        Throw("create");
        lock (_lock)
        {
            Writes.Add(("create", key));
            var created = _objects.ContainsKey(key)
                ? throw Status(HttpStatusCode.Conflict, "AlreadyExists", $"{key} already exists")
                : Put(key, json, "ADDED", Guid.NewGuid().ToString());
            return Answer("create") is { } lost ? throw lost : created;
        }
    }

    public string Update(string key, JsonObject json)
    {
        Throw("update");
        lock (_lock)
        {
            Writes.Add(("update", key));
            if (!_objects.TryGetValue(key, out var stored))
            {
                throw Status(HttpStatusCode.NotFound, "NotFound", $"{key} not found");
            }

            var asked = (string?)json["metadata"]!["resourceVersion"];
            return asked is not null && asked != (string?)stored["metadata"]!["resourceVersion"]
                ? throw Status(HttpStatusCode.Conflict, "Conflict", $"{key} has been modified")
                : Put(key, json, "MODIFIED", (string)stored["metadata"]!["uid"]!);
        }
    }

    public string Merge(string key, JsonObject patch)
    {
        Throw("patch");
        lock (_lock)
        {
            Writes.Add(("patch", key));
            if (!_objects.TryGetValue(key, out var stored))
            {
                throw Status(HttpStatusCode.NotFound, "NotFound", $"{key} not found");
            }

            var merged = stored.DeepClone().AsObject();
            Merge(merged, patch);
            if (AnswersNothingChanged && JsonNode.DeepEquals(merged, stored))
            {
                return stored.ToJsonString();
            }

            return Put(key, merged, "MODIFIED", (string)stored["metadata"]!["uid"]!);
        }
    }

    /// <summary>A change by somebody else that says nothing.</summary>
    public void Relabel(string key, string value)
    {
        lock (_lock)
        {
            var changed = _objects[key].DeepClone().AsObject();
            changed["metadata"]!["labels"] = new JsonObject { ["touched"] = value };
            Put(key, changed, "MODIFIED", (string)changed["metadata"]!["uid"]!);
        }
    }

    public void Delete(string key)
    {
        Throw("delete");
        lock (_lock)
        {
            Writes.Add(("delete", key));
            if (!_objects.Remove(key, out var stored))
            {
                throw Status(HttpStatusCode.NotFound, "NotFound", $"{key} not found");
            }

            var version = cluster.NextVersion();
            stored["metadata"]!["resourceVersion"] = $"{version}";
            Append(version, "DELETED", stored.ToJsonString());
        }
    }

    public async IAsyncEnumerable<(string Type, string Json)> WatchAsync(
        long from, string? namespaceName, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Throw("watch");
        int generation;
        lock (_lock)
        {
            Watches++;
            generation = _generation;
            if (from < _oldest)
            {
                throw Status(HttpStatusCode.Gone, "Expired", "too old resource version");
            }
        }

        while (true)
        {
            (long Version, string Type, string Json)[] events;
            Task changed;
            lock (_lock)
            {
                if (generation != _generation)
                {
                    yield break;
                }

                changed = _changed.Task;
                events = _isHeld ? [] : [.. _history.Where(one => one.Version > from)];
            }

            foreach (var (version, type, json) in events)
            {
                from = version;
                if (namespaceName is null || type == "BOOKMARK" || (string?)JsonNode.Parse(json)!["metadata"]!["namespace"] == namespaceName)
                {
                    yield return (type, json);
                }
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public static Operon.Kubernetes.KubernetesApiException Status(HttpStatusCode code, string reason, string message) => new(code, reason, message);

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject nested && target[name] is JsonObject inner)
            {
                Merge(inner, nested);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private List<string> ItemsOf(string? namespaceName) =>
        [.. _objects.Where(pair => namespaceName is null || pair.Key.StartsWith(namespaceName + "/", StringComparison.Ordinal)).Select(pair => pair.Value.ToJsonString())];

    private string Put(string key, JsonObject json, string type, string uid)
    {
        var version = cluster.NextVersion();
        json = json.DeepClone().AsObject();
        json["metadata"]!["resourceVersion"] = $"{version}";
        json["metadata"]!["uid"] = uid;
        _objects[key] = json;
        Append(version, type, json.ToJsonString());
        return json.ToJsonString();
    }

    private void Append(long version, string type, string json)
    {
        _history.Add((version, type, json));
        Signal();
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private void Throw(string verb)
    {
        if (Fault(verb) is { } fault)
        {
            throw fault;
        }
    }
}
