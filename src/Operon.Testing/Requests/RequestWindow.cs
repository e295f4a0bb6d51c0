using System.Globalization;
using System.Text;

namespace Operon.Testing;

/// <summary>The requests since a moment, such as those of one reconcile.</summary>
public sealed class RequestWindow
{
    private readonly RequestJournal _journal;
    private readonly long _start;
    private readonly string? _user;

    internal RequestWindow(RequestJournal journal, long start, string? user)
    {
        _journal = journal;
        _start = start;
        _user = user;
    }

    /// <summary>All requests so far. Throws <see cref="InvalidOperationException"/> when the journal forgot some of them.</summary>
    public IReadOnlyList<TestRequest> Requests
    {
        get
        {
            var found = _journal.After(_start);
            return found.Count > 0 && found[0].Number != _start + 1
                ? throw new InvalidOperationException($"More than {RequestJournal.Capacity} requests since the window was opened: open it later.")
                : [.. found.Where(request => _user is null || request.User == _user)];
        }
    }

    /// <summary>Those that change something, dry runs excluded.</summary>
    public IReadOnlyList<TestRequest> Writes => [.. Requests.Where(request => request.IsWrite)];

    /// <summary>Gets and lists of resources.</summary>
    public IReadOnlyList<TestRequest> Reads => [.. Requests.Where(request => request.Verb is Verb.Get or Verb.List && request.Resource.Length > 0)];

    /// <summary>Throws <see cref="TestClusterException"/>, which lists the requests, when there were more than <paramref name="budget"/> allows.</summary>
    public void Verify(RequestBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        Check("writes", Writes, budget.Writes);
        Check("reads", Reads, budget.Reads);
    }

    private static void Check(string what, IReadOnlyList<TestRequest> requests, int? most)
    {
        if (most is not { } limit || requests.Count <= limit)
        {
            return;
        }

        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{requests.Count} {what} instead of at most {limit}:"));
        foreach (var request in requests.Take(20))
        {
            text.Append("\n  ").Append(request);
        }

        throw new TestClusterException(text.ToString());
    }
}
