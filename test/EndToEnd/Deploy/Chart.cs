using System.Text.Json.Nodes;
using EndToEnd.Clusters;
using Operon.Kubernetes;

namespace EndToEnd.Deploy;

/// <summary>The Helm chart of the etcd operator, rendered with Go's templates and sprig.</summary>
internal static class Chart
{
    public static async Task<CommandResult> RenderAsync(string namespaceName, string values = "{}")
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, values);
            return await Command.RunAsync(
                Path.Combine(TestCluster.Repository, "eng/chart.sh"),
                [Path.Combine(TestCluster.Repository, "deploy/charts/etcd-operator"), "etcd-operator", namespaceName, file],
                limit: TimeSpan.FromMinutes(8));
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static async Task<IReadOnlyList<JsonObject>> ObjectsAsync(string namespaceName, string values = "{}")
    {
        var rendered = await RenderAsync(namespaceName, values);
        Assert.True(rendered.ExitCode == 0, rendered.ToString());
        return [.. Yaml.ToJson(rendered.Output).OfType<JsonObject>()];
    }

    public static JsonObject Of(this IEnumerable<JsonObject> objects, string kind) => objects.First(one => one["kind"]!.ToString() == kind);
}
