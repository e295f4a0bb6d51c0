using System.Globalization;
using System.Runtime.ExceptionServices;
using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>
/// Kills an operator at each of its writes, once before and once after the write took effect, starts a fresh one, and demands that it finishes the work. Each
/// try has a namespace of its own. The process that dies can do nothing more: the API server cuts every later request of it.
/// <code>
/// var report = await new CrashExplorer(cluster)
/// {
///     Run = (client, namespaceName, ct) => RunMyOperatorAsync(client, namespaceName, ct),
///     Arrange = namespaceName => cluster.CreateAsync(...),
///     Converged = async namespaceName => (await cluster.Observer...).Status == "Ready",
/// }.RunAsync();
/// </code>
/// </summary>
/// <param name="cluster">Where to run; must be in this process.</param>
public sealed class CrashExplorer(TestCluster cluster)
{
    private int _processes;

    /// <summary>Runs the operator, with this client, on this namespace, until cancelled. Called once per process.</summary>
    public required Func<IKubernetesClient, string, CancellationToken, Task> Run { get; init; }

    /// <summary>Makes the object whose reconciliation is explored, in a fresh namespace.</summary>
    public required Func<string, Task> Arrange { get; init; }

    /// <summary>Whether the work in the namespace is done, and done right. May throw to say what is wrong.</summary>
    public required Func<string, Task<bool>> Converged { get; init; }

    /// <summary>Changes the object after the first time the work was done, to explore the second change too; null for none.</summary>
    public Func<string, Task>? Change { get; init; }

    /// <summary>Words for the state of a namespace, for the message of a failure.</summary>
    public Func<string, Task<string>>? Describe { get; init; }

    /// <summary>Most writes to explore. Default 200.</summary>
    public int MostWrites { get; init; } = 200;

    /// <summary>How long a fresh process may take to finish, in real time. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TestCluster.DefaultTimeout;

    /// <summary>Runs on every look at the state, such as a step of the operator's fake clock.</summary>
    public Action? Between { get; init; }

    /// <summary>Explores all points. Throws <see cref="TestClusterException"/>, which names the point, when a fresh process does not finish.</summary>
    public async Task<CrashReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var writes = await CleanRunAsync(cancellationToken);
        List<CrashPoint> points = [];
        for (var write = 1; write <= MostWrites; write++)
        {
            foreach (var isApplied in (bool[])[false, true])
            {
                var point = new CrashPoint(write, isApplied);
                if (!await CrashAsync(point, cancellationToken))
                {
                    return new CrashReport(points, writes);
                }

                points.Add(point);
            }
        }

        throw new TestClusterException(string.Create(CultureInfo.InvariantCulture, $"The operator was still writing after {MostWrites} writes: its work never ends, or MostWrites is too low."));
    }

    private async Task<int> CleanRunAsync(CancellationToken cancellationToken)
    {
        var namespaceName = await cluster.CreateNamespaceAsync("clean", cancellationToken);
        var user = NextUser();
        await Arrange(namespaceName);
        await FinishAsync(user, namespaceName, "without any crash", cancellationToken);
        return cluster.Requests.All.Count(request => request.User == user && request.IsWrite);
    }

    /// <summary>False when the process finished its work before it came to the point.</summary>
    private async Task<bool> CrashAsync(CrashPoint point, CancellationToken cancellationToken)
    {
        var namespaceName = await cluster.CreateNamespaceAsync("crash", cancellationToken);
        var user = NextUser();
        var deadly = Fault.On(Verb.Writes).ByUser(user).Where(request => request.IsWrite).After(point.Write - 1).Times(1);
        using var crash = cluster.Faults.Add(point.IsApplied ? deadly.CutAfter() : deadly.CutBefore());

        // Added second: the fatal write itself meets the first.
        using var dead = cluster.Faults.Add(Fault.On().ByUser(user).Where(_ => crash.Fired > 0).CutBefore());
        await Arrange(namespaceName);
        if (await RunUntilAsync(user, namespaceName, () => crash.Fired > 0, $"{point}, before the crash", cancellationToken))
        {
            return false;
        }

        await FinishAsync(NextUser(), namespaceName, point.ToString(), cancellationToken);
        return true;
    }

    private async Task FinishAsync(string user, string namespaceName, string point, CancellationToken cancellationToken) =>
        await RunUntilAsync(user, namespaceName, () => false, point, cancellationToken);

    /// <summary>Runs a process until the work is done (true) or <paramref name="isDead"/> (false).</summary>
    private async Task<bool> RunUntilAsync(string user, string namespaceName, Func<bool> isDead, string point, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Task.Run(() => Run(cluster.ClientFor(user, "system:masters"), namespaceName, stop.Token), CancellationToken.None);
        try
        {
            await WaitAsync(Converged);
            if (!isDead() && Change is not null)
            {
                await Change(namespaceName);
                await WaitAsync(Converged);
            }

            return !isDead();
        }
        catch (TestClusterException e)
        {
            var state = Describe is null ? "" : $"\n{await Describe(namespaceName)}";
            throw new TestClusterException($"Crash {point}: the work in namespace {namespaceName} was not finished. {e.Message}{state}", e);
        }
        finally
        {
            await stop.CancelAsync();
            await EndAsync(running, isDead, cancellationToken);
        }

        Task WaitAsync(Func<string, Task<bool>> converged) => cluster.EventuallyAsync(
            async _ => isDead() || running.IsFaulted || await converged(namespaceName), Timeout, null, Between, cancellationToken, "the work is done");
    }

    /// <summary>A process that is dead may end in any way; one that is not may only be cancelled.</summary>
    private static async Task EndAsync(Task running, Func<bool> isDead, CancellationToken cancellationToken)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (running.IsFaulted && !isDead())
        {
            ExceptionDispatchInfo.Throw(running.Exception!.InnerException!);
        }
    }

    private string NextUser() => string.Create(CultureInfo.InvariantCulture, $"crash-explorer-{Interlocked.Increment(ref _processes)}");
}
