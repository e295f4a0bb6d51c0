using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>What is asked for, and known, about the recovery from a lost quorum.</summary>
internal sealed record RecoveryFacts
{
    /// <summary>The annotation; null when there is none.</summary>
    public RecoveryRequest? Request { get; init; }

    /// <summary>The recovery written in status; null when there never was one.</summary>
    public RecoveryStatus? Status { get; init; }

    /// <summary>How long the quorum must be lost before the operator recovers by itself; null when it must not.</summary>
    public TimeSpan? AutomaticAfter { get; init; }

    /// <summary>Since when there is no quorum, over restarts of the operator; null while there is one.</summary>
    public DateTimeOffset? LostSince { get; init; }

    public IReadOnlyList<MemberReport> Reports { get; init; } = [];

    /// <summary>A request that was neither taken up nor refused yet.</summary>
    public RecoveryRequest? Pending => Request is { } request && request.Text != Status?.Request ? request : null;
}
