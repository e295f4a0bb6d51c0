using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Runs the nodes of a graph: each after those it names, the rest at the same time.</summary>
internal static class DependentWalk
{
    /// <param name="nodes">In an order in which each comes after those it names.</param>
    /// <param name="before">Those a node comes after; names that are not among the nodes do not count.</param>
    /// <param name="run">Never throws but for cancellation.</param>
    public static async Task<Dictionary<string, DependentState>> ForwardAsync<T>(
        IReadOnlyList<DependentNode<T>> nodes,
        Func<DependentNode<T>, IReadOnlyList<string>> before,
        Func<DependentNode<T>, IReadOnlyList<DependentState>, Task<DependentState>> run)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var tasks = new Dictionary<string, Task<DependentState>>();
        foreach (var node in nodes)
        {
            tasks[node.Name] = RunAsync(node, [.. before(node).Where(tasks.ContainsKey).Select(name => tasks[name])]);
        }

        var states = await Task.WhenAll(tasks.Values);
        return states.ToDictionary(state => state.Name);

        async Task<DependentState> RunAsync(DependentNode<T> node, Task<DependentState>[] earlier) => await run(node, await Task.WhenAll(earlier));
    }

    /// <summary>Turns an exception into the state of the node: the other branches go on.</summary>
    public static async Task<DependentState> GuardAsync(string name, Func<Task<DependentState>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // One dependent's failure must not end the work on the others; it is thrown at the end.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new DependentState(name, DependentStatus.Failed, e.Message, DependentOperations.None, e);
        }
    }
}
