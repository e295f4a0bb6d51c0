using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources.Strategies;

namespace Operon.ApiServer.Tests.Resources.Strategies;

/// <summary>Runs a kind's strategy the way the server does.</summary>
internal static class StrategyCase
{
    public const string PodSpec = """{"containers":[{"name":"c","image":"etcd:3.5"}]}""";

    public static JsonObject Create(string group, string kind, string members, string metadata = """{"name":"a","namespace":"default"}""")
    {
        var resource = Tree.Map($"{{\"metadata\":{metadata},{members}}}");
        var strategy = ResourceStrategies.For(group, kind);
        strategy.Default(resource);
        resource.EnsureMap("metadata")["uid"] ??= "11111111-2222-4333-8444-555555555555";
        strategy.PrepareForCreate(resource);
        return resource;
    }

    /// <summary>The errors of a create, each as <c>field: message</c>.</summary>
    public static string[] Errors(string group, string kind, JsonObject resource) =>
        [.. ResourceStrategies.For(group, kind).Validate(resource).Select(error => error.ToString())];

    /// <summary>The errors of an update that applies a change to a stored object.</summary>
    public static string[] UpdateErrors(string group, string kind, JsonObject old, Action<JsonObject> change)
    {
        var updated = Update(group, kind, old, change);
        var strategy = ResourceStrategies.For(group, kind);
        IEnumerable<FieldError> errors = [.. strategy.Validate(updated), .. strategy.ValidateUpdate(updated, old)];
        return [.. errors.Select(error => error.ToString())];
    }

    public static JsonObject Update(string group, string kind, JsonObject old, Action<JsonObject> change)
    {
        var updated = (JsonObject)old.DeepClone();
        change(updated);
        var strategy = ResourceStrategies.For(group, kind);
        strategy.Default(updated);
        strategy.PrepareForUpdate(updated, old);
        return updated;
    }

    public static string Workload(string template, string more = "") =>
        $$$"""
        "spec":{"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{{{template}}}}{{{more}}}}
        """;
}
