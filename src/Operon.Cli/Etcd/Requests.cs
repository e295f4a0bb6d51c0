using System.Globalization;
using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Cli.Etcd;

/// <summary>Backups and restores: objects whose status tells how they went.</summary>
internal static class Requests
{
    /// <summary>A name that is free for all practical purposes and sorts by time.</summary>
    public static string NameFor(string cluster) => string.Create(CultureInfo.InvariantCulture, $"{cluster}-{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}");

    public static UntypedObject New(ResourceKind<UntypedObject> kind, string namespaceName, string name, JsonObject spec) => UntypedObject.FromJson(new JsonObject
    {
        ["apiVersion"] = $"{EtcdKind.Group}/{EtcdKind.Version}",
        ["kind"] = kind.Type.Kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = namespaceName },
        ["spec"] = spec,
    });

    public static bool IsFinished(UntypedObject request) => Text(request, "phase") is "Succeeded" or "Failed" || IsTrue(request) || Failure(request) is not null;

    /// <summary>How far it has come; null while the operator has not taken it up.</summary>
    public static string? Describe(UntypedObject request)
    {
        var message = Failure(request) ?? Text(request, "message") ?? Result(request);
        return Text(request, "phase") is { } phase ? $"{phase}{(message is null ? "" : $": {message}")}" : IsTrue(request) ? "Succeeded" : message;
    }

    /// <summary>Exit code of a finished request; throws <see cref="CommandException"/> for a failed one.</summary>
    public static int Report(UntypedObject request) =>
        IsTrue(request) ? 0 : throw new CommandException($"{request.Kind} {request.Metadata.Name} failed: {Failure(request) ?? Text(request, "message") ?? "no reason was given"}");

    private static string? Result(UntypedObject request) => Field(request, "artifact") is JsonObject artifact
        ? $"{artifact["uri"]}, {artifact["sizeBytes"]} bytes, revision {artifact["etcdRevision"]}"
        : null;

    private static bool IsTrue(UntypedObject request) => Field(request, "succeeded")?.GetValue<bool>() == true;

    // The CoreOS operator wrote the reason of a backup with a capital letter and that of a restore without.
    private static string? Failure(UntypedObject request) => IsTrue(request) ? null : Text(request, "Reason") ?? Text(request, "reason");

    private static JsonNode? Field(UntypedObject request, string name) => (request.Fields["status"] as JsonObject)?[name];

    private static string? Text(UntypedObject request, string name) => Field(request, name)?.ToString() is { Length: > 0 } text ? text : null;
}
