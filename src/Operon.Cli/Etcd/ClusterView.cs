using System.Globalization;
using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Etcd;

/// <summary>What an EtcdCluster's own status says, as lines and as one object. Adds no judgement of its own.</summary>
internal sealed class ClusterView(UntypedObject cluster)
{
    private readonly JsonObject _spec = cluster.Fields["spec"] as JsonObject ?? [];
    private readonly JsonObject _status = cluster.Fields["status"] as JsonObject ?? [];

    public string Name => cluster.Metadata.Name;

    public string Namespace => cluster.Metadata.NamespaceProperty ?? "";

    /// <summary>The operator has not looked at the object as it is now.</summary>
    public bool IsStale => _status["observedGeneration"]?.GetValue<long>() != cluster.Metadata.Generation;

    public bool IsReady => Condition("Ready")?["status"]?.ToString() == "True";

    public IReadOnlyList<JsonObject> Members => Objects("memberStatuses");

    public IReadOnlyList<JsonObject> Conditions => Objects("conditions");

    public JsonObject? Condition(string type) => Conditions.FirstOrDefault(condition => condition["type"]?.ToString() == type);

    /// <summary>The status field at a path of names; null when it is not there.</summary>
    public JsonNode? Status(params string[] path) => path.Aggregate((JsonNode?)_status, (node, name) => (node as JsonObject)?[name]);

    /// <summary>One row of a list of clusters.</summary>
    public string[] ToRow() =>
    [
        Namespace, Name, Text(_status["readiness"]) is "-" ? $"0/{Text(_spec["size"])}" : Text(_status["readiness"]), Text(_status["currentVersion"]), Text(_status["phase"]),
        Text(Condition("QuorumHealthy")?["status"]), IsStale ? "the operator has not seen this spec yet" : Summary(),
    ];

    public IEnumerable<string> ToLines()
    {
        yield return $"{Namespace}/{Name}   {Text(_status["phase"])}, {Text(_status["readiness"])} ready, version {Version()}{(_spec["paused"]?.GetValue<bool>() == true ? ", paused" : "")}";
        yield return $"service   {Text(_status["serviceName"])}:{Text(_status["clientPort"])}    cluster ID {Text(_status["clusterID"])}";
        if (IsStale)
        {
            yield return "note      the operator has not looked at this spec yet; what follows is what it saw before";
        }

        yield return "";
        foreach (var line in MemberTable())
        {
            yield return line;
        }

        yield return "";
        foreach (var line in TextTable.Of(["CONDITION", "STATUS", "REASON", "SINCE", "MESSAGE"], Conditions.Select(condition => (string[])
            [Text(condition["type"]), Text(condition["status"]), Text(condition["reason"]), Text(condition["lastTransitionTime"]), Text(condition["message"], "")])))
        {
            yield return line;
        }
    }

    public IReadOnlyList<string> MemberTable() => TextTable.Of(
        ["MEMBER", "ID", "ROLE", "HEALTHY", "VERSION", "DB SIZE", "IN USE", "REVISION", "RAFT INDEX", "NODE", "NOTE"],
        Members.Select(member => (string[])
        [
            Text(member["name"]), Text(member["id"]), Text(member["role"]), member["healthy"]?.GetValue<bool>() == true ? "yes" : "no", Text(member["version"]),
            Bytes(member["dbSizeBytes"]), Bytes(member["dbSizeInUseBytes"]), Text(member["revision"]), Text(member["raftIndex"]), Text(member["node"]), Text(member["message"], ""),
        ]));

    public JsonObject ToJson() => new()
    {
        ["namespace"] = Namespace,
        ["name"] = Name,
        ["isStale"] = IsStale,
        ["spec"] = _spec.DeepClone(),
        ["status"] = _status.DeepClone(),
    };

    private string Summary() => Condition("Degraded") is { } degraded && degraded["status"]?.ToString() == "True"
        ? $"{Text(degraded["reason"])}: {Text(degraded["message"], "")}"
        : Condition("Progressing") is { } progressing && progressing["status"]?.ToString() == "True" ? $"{Text(progressing["reason"])}: {Text(progressing["message"], "")}" : "";

    private string Version() => _status["targetVersion"]?.ToString() is { Length: > 0 } target ? $"{Text(_status["currentVersion"])} on its way to {target}" : Text(_status["currentVersion"]);

    private List<JsonObject> Objects(string name) => [.. (_status[name] as JsonArray ?? []).OfType<JsonObject>()];

    private static string Text(JsonNode? node, string missing = "-") => node?.ToString() is { Length: > 0 } text ? text : missing;

    private static string Bytes(JsonNode? node) => node?.GetValue<long>() switch
    {
        null => "-",
        < 10 * 1024 and { } bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 10 * 1024 * 1024 and { } bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB"),
        { } bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024)} MiB"),
    };
}
