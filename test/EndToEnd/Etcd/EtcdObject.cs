using EndToEnd.Clusters;

namespace EndToEnd.Etcd;

/// <summary>An EtcdCluster object and what kubectl shows of it.</summary>
internal sealed class EtcdObject(TestCluster cluster, string name)
{
    public static async Task<EtcdObject> CreateAsync(TestCluster cluster, string name, string spec)
    {
        await cluster.ApplyAsync(
            $$"""{"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdCluster", "metadata": {"name": "{{name}}"}, "spec": {{spec}}}""");
        return new EtcdObject(cluster, name);
    }

    public Task SetAsync(string spec) => cluster.KubectlAsync("patch", "etcd", name, "--type=merge", "-p", $$"""{"spec":{{spec}}}""");

    public Task<CommandResult> TrySetAsync(string spec) => cluster.TryKubectlAsync(["patch", "etcd", name, "--type=merge", "-p", $$"""{"spec":{{spec}}}"""]);

    public Task<string> GetAsync(string path) => cluster.KubectlAsync("get", "etcd", name, "-o", $"jsonpath={path}");

    public Task<string> ConditionAsync(string type, string field = "status") => GetAsync($$"""{.status.conditions[?(@.type=="{{type}}")].{{field}}}""");

    public Task HasAsync(string path, string value, TimeSpan? limit = null) => EventuallyAsync($"{path} is {value}", async () => await GetAsync(path) == value, limit);

    public Task HasConditionAsync(string type, string reason, TimeSpan? limit = null) =>
        EventuallyAsync($"{type} has the reason {reason}", async () => await ConditionAsync(type, "reason") == reason, limit);

    public Task EventuallyAsync(string what, Func<Task<bool>> condition, TimeSpan? limit = null) => Eventually.TrueAsync(
        $"{name}: {what}", condition, limit ?? TimeSpan.FromSeconds(120), async () => $"{await cluster.KubectlAsync("get", "etcd", name, "-o", "yaml")}\n{await ClusterReport.OfAsync(cluster, name)}");

    /// <summary>Names and UIDs of the pods.</summary>
    public async Task<Dictionary<string, string>> PodsAsync() => Pairs(await ListAsync("pods", "{.metadata.name} {.metadata.uid}"));

    public async Task<string[]> ListAsync(string kind, string fields) =>
        (await cluster.KubectlAsync("get", kind, "-l", $"etcd_cluster={name}", "-o", $$"""jsonpath={range .items[*]}{{fields}}{"\n"}{end}"""))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Task<string> DescribeAsync() => cluster.KubectlAsync("describe", "etcd", name);

    public Task DeleteAsync() => cluster.KubectlAsync("delete", "etcd", name);

    public Task HasNoPodsAsync() => Eventually.TrueAsync($"no pod of {name} is left", async () => (await PodsAsync()).Count == 0);

    private static Dictionary<string, string> Pairs(IEnumerable<string> lines) => lines.Select(line => line.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1]);
}
