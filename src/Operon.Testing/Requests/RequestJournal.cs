using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>
/// What clients asked the API server for, oldest first. The newest <see cref="Capacity"/> requests are kept. Requests of
/// <see cref="TestCluster.Observer"/> are not among them.
/// </summary>
public sealed class RequestJournal
{
    /// <summary>How many requests are remembered.</summary>
    public const int Capacity = 20_000;

    private readonly Lock _lock = new();
    private readonly Queue<TestRequest> _requests = new();
    private long _count;

    internal RequestJournal()
    {
    }

    /// <summary>How many requests there were, the forgotten ones too.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>All that are remembered.</summary>
    public IReadOnlyList<TestRequest> All => After(0);

    /// <summary>Starts to count: the window holds what comes from now on.</summary>
    /// <param name="user">Only requests of this user; null for everybody's.</param>
    public RequestWindow Start(string? user = null) => new(this, Count, user);

    /// <summary>
    /// The RBAC rules that the requests of a user would have needed: one rule per resource, sorted. What every user may do, such as asking for its own rights, is left out. A
    /// server-side apply that created its object needs <c>create</c> beside <c>patch</c>.
    /// </summary>
    public IReadOnlyList<UsedRule> UsedRules(string user) =>
        [.. All.Where(request => request.User == user)
            .SelectMany(NeededRight.Of)
            .Where(right => right.Resource.Length > 0)
            .GroupBy(right => (right.Group, right.ResourceName))
            .OrderBy(group => group.Key)
            .Select(group => new UsedRule(group.Key.Group, group.Key.ResourceName, [.. group.Select(right => right.Verb).Distinct().Order(StringComparer.Ordinal)]))];

    /// <summary>
    /// Compares the requests of a user with its roles. The user may have more rights than these: run an operator as a user who may do everything to learn what it needs, or as a user who
    /// has exactly the roles (<see cref="TestCluster.AddUserAsync(string, RoleSet, CancellationToken)"/>) to see that it works with them.
    /// </summary>
    public RbacReport CompareRole(string user, RoleSet roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return RoleComparison.Compare(user, roles, All.Where(request => request.User == user));
    }

    /// <summary>
    /// Throws <see cref="TestClusterException"/>, whose message is the report, when the requests of a user needed a right that its roles do not grant, or the roles grant one that no
    /// request needed.
    /// </summary>
    /// <param name="user">Whose requests.</param>
    /// <param name="roles">The roles.</param>
    /// <param name="allowUnused">Only missing rights are wrong: for a test that does not make the operator do everything it can.</param>
    public void VerifyRole(string user, RoleSet roles, bool allowUnused = false)
    {
        var report = CompareRole(user, roles);
        if (report.Missing.Count > 0 || (report.Unused.Count > 0 && !allowUnused))
        {
            throw new TestClusterException(report.ToString());
        }
    }

    internal IReadOnlyList<TestRequest> After(long number)
    {
        lock (_lock)
        {
            return [.. _requests.Where(request => request.Number > number)];
        }
    }

    internal void Add(TestRequest request)
    {
        lock (_lock)
        {
            request.Number = ++_count;
            _requests.Enqueue(request);
            if (_requests.Count > Capacity)
            {
                _requests.Dequeue();
            }
        }
    }
}
