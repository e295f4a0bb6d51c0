using System.Security.Cryptography;
using System.Text;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Lets writes of the flows of one kind pass only while this process holds the lease.</summary>
internal sealed class Fence(
    string lockName, LeaderFencing mode, Func<LeadershipTerm?> term, Action<LeadershipLostException> superseded, TimeProvider time, LeaseKind kind = LeaseKind.Leader)
{
    /// <summary>Prefix of the annotation that names the leader an object was written by last.</summary>
    public const string AnnotationPrefix = "fencing.operon.dev/";

    private const int LongestNamePart = 63;
    private static readonly TimeSpan _recheck = TimeSpan.FromMilliseconds(100);

    public bool Stamps => mode == LeaderFencing.Stamp;

    /// <summary>The annotation of this lock: readable, and different for locks of the same name in other namespaces.</summary>
    public string Annotation { get; } = AnnotationOf(lockName);

    /// <summary>Runs a write within the term. Writes of other flows just run.</summary>
    public async Task<TResult> RunAsync<TResult>(string what, Func<LeadershipTerm?, CancellationToken, Task<TResult>> write, CancellationToken cancellationToken)
    {
        if (LeaderWork.Current != kind)
        {
            return await write(null, cancellationToken);
        }

        var current = term();
        if (current is null || current.Rest <= TimeSpan.Zero)
        {
            throw new LeadershipLostException($"{what} is not sent: this process does not hold lease {lockName} any more. The process must end; a replica takes over.");
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = time.CreateTimer(_ => CancelWhenOver(current, over), null, current.Rest, _recheck);
        try
        {
            return await write(current, over.Token);
        }
        catch (Exception e) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested && e is OperationCanceledException or HttpRequestException)
        {
            throw new LeadershipLostException($"{what} is given up: lease {lockName} was not renewed while the request was on its way. It may or may not have been done.", e);
        }
    }

    /// <summary>Throws when <paramref name="stamp"/> is of a later leader than the term.</summary>
    public void Check(string what, ulong stamp, LeadershipTerm current)
    {
        if (stamp <= TokenOf(current))
        {
            return;
        }

        var lost = new LeadershipLostException($"{what} is not sent: a later leader by lease {lockName} has written to the object ({Annotation}: {stamp}). The process must end.");
        superseded(lost);
        throw lost;
    }

    public ulong TokenOf(LeadershipTerm current) =>
        current.Token ?? throw new InvalidOperationException($"Lock {lockName} gives no fencing token; LeaderFencing.Stamp needs one. Use LeaderFencing.Deadline.");

    /// <summary>A renewal since the write was sent gives it more time.</summary>
    private static void CancelWhenOver(LeadershipTerm current, CancellationTokenSource over)
    {
        if (current.Rest <= TimeSpan.Zero)
        {
            over.Cancel();
        }
    }

    private static string AnnotationOf(string lockName)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lockName)))[..8];
        var name = lockName[(lockName.LastIndexOf('/') + 1)..];
        var length = Math.Min(name.Length, LongestNamePart - hash.Length - 1);
        return $"{AnnotationPrefix}{name[..length].TrimEnd('.', '-')}-{hash}";
    }
}
