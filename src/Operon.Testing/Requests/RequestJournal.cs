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

    /// <summary>The RBAC rules that the requests of a user would have needed: one rule per resource, sorted.</summary>
    public IReadOnlyList<UsedRule> UsedRules(string user) =>
        [.. All.Where(request => request.User == user && request.Resource.Length > 0)
            .GroupBy(request => (request.Group, Resource: request.Subresource.Length > 0 ? $"{request.Resource}/{request.Subresource}" : request.Resource))
            .OrderBy(group => group.Key)
            .Select(group => new UsedRule(group.Key.Group, group.Key.Resource, [.. group.Select(request => RbacVerb(request.Verb)).Distinct().Order(StringComparer.Ordinal)]))];

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

    private static string RbacVerb(Verb verb) => verb == Verb.Apply ? "patch" : verb.ToString().ToLowerInvariant();
}
