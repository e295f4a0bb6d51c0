using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>What a reconcile of a graph found and did.</summary>
/// <param name="Primary">The primary object, with what the graph itself wrote to it: the version to base a status write on.</param>
/// <param name="Nodes">The dependents in an order in which each comes after those it depends on.</param>
/// <param name="IsDeleting">The primary object is being deleted: the graph is taken down.</param>
public sealed record DependentGraphResult<T>(T Primary, IReadOnlyList<DependentState> Nodes, bool IsDeleting)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Every dependent is ready, absent or inactive; of a primary object being deleted: all are gone.</summary>
    public bool IsReady => !IsDeleting && IsSettled;

    /// <summary>Nothing is left to do or to wait for.</summary>
    internal bool IsSettled => Nodes.All(node => node.IsSettled);

    /// <summary>When to look again without a change; null when changes tell.</summary>
    public TimeSpan? RequeueAfter => Nodes.Min(node => node.RequeueAfter);

    /// <summary>The state of a dependent. Throws <see cref="KeyNotFoundException"/> when the graph has none of this name.</summary>
    public DependentState this[string name] =>
        Nodes.FirstOrDefault(node => node.Name == name) ?? throw new KeyNotFoundException($"The graph has no dependent named '{name}'.");

    /// <summary>
    /// A status condition: <c>True</c> when <see cref="IsReady"/>, with reason <c>Ready</c>; else <c>False</c> with <c>Failed</c>, <c>Deleting</c> or
    /// <c>Waiting</c>, and each dependent that is not settled in the message. Write it with <c>Conditions.Set</c>.
    /// </summary>
    public V1Condition ToCondition(string type = "Ready")
    {
        var waiting = Nodes.Where(node => !node.IsSettled).ToArray();
        return new V1Condition
        {
            Type = type,
            Status = IsReady ? "True" : "False",
            Reason = IsReady ? "Ready"
                : waiting.Any(node => node.Status == DependentStatus.Failed) ? "Failed"
                : IsDeleting ? "Deleting" : "Waiting",
            Message = waiting.Length == 0 ? "" : string.Join("; ", waiting.Select(node => $"{node.Name}: {node.Message ?? node.Status.ToString()}")),
            ObservedGeneration = Primary.Metadata.Generation,
        };
    }

    /// <summary>
    /// Throws a <see cref="DependentGraphException"/> when dependents failed; a <see cref="TerminalException"/> when none of their failures is worth
    /// another try.
    /// </summary>
    public void ThrowIfFailed()
    {
        Exception[] errors = [.. Nodes.Select(node => node.Error).OfType<Exception>()];
        if (errors.Length == 0)
        {
            return;
        }

        var failure = new DependentGraphException([.. Nodes.Where(node => node.Error is not null)], errors);
        throw errors.All(error => error is TerminalException) ? new TerminalException(failure.Message, failure) : failure;
    }
}
