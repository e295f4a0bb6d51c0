using System.Collections.Concurrent;

namespace Operon.Etcd.Reconciling;

/// <summary>Claims the API server did not let grow, so that it is not asked all the time. Losing this costs a question, no more.</summary>
internal sealed class GrowthRefusals(TimeProvider time)
{
    private static readonly TimeSpan _again = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (string Reason, DateTimeOffset At)> _refusals = [];

    public string? RefusalOf(string claim) => _refusals.TryGetValue(claim, out var refusal) && time.GetUtcNow() - refusal.At < _again ? refusal.Reason : null;

    public void Note(string claim, string reason) => _refusals[claim] = (reason, time.GetUtcNow());
}
