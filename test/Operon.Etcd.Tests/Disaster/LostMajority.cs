using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Tests.Planning;
using Operon.Etcd.Tests.Reconciling;

namespace Operon.Etcd.Tests.Disaster;

/// <summary>
/// A simulated cluster of three that has lost its majority: a still has its data, b has none, c has a claim but its process only crashes. Clocks run, pods
/// take time to stop and to start, and the operator may be killed after any write.
/// </summary>
internal sealed class LostMajority
{
    private readonly SortedDictionary<string, SimulatedPod> _pods = new(StringComparer.Ordinal) { ["c-a"] = new(), ["c-b"] = new(), ["c-c"] = new() };
    private readonly SortedSet<string> _claims = new(StringComparer.Ordinal) { "c-a", "c-c" };
    private readonly HashSet<string> _fenced = [];
    private readonly List<string> _learners = [];
    private List<string> _voters = ["c-a", "c-b", "c-c"];
    private DateTimeOffset _unconfirmedSince = Facts.Now;
    private DateTimeOffset _now = Facts.Now;
    private int _names;
    private EtcdClusterStatus? _status;

    public LostMajority() => _pods.Remove("c-b");

    public List<string> Story { get; } = [];

    public EtcdClusterStatus? Status => _status;

    public IReadOnlyList<string> Voters => _voters;

    /// <summary>The first rule that was broken; null while none was.</summary>
    public string? Broken { get; private set; }

    public int TimesForced { get; private set; }

    /// <summary>One turn of the operator; with a crash, its action is not done and what it remembers is lost.</summary>
    public EtcdAction Turn(bool crashes)
    {
        var observed = Observe();
        var action = EtcdPlanner.NextAction(Facts.Desired() with { NextName = $"c-new{_names}" }, observed);
        _status = StatusBuilder.Build(Snapshots.Of(observed, _status), action);
        Story.Add($"{action.GetType().Name}{(crashes ? " (killed)" : "")}: {action.Reason}");
        if (crashes)
        {
            _unconfirmedSince = _now;
        }
        else
        {
            Execute(action);
        }

        Check();
        _now += action.Delay + TimeSpan.FromMilliseconds(500);
        foreach (var (name, _) in _pods.Where(pod => pod.Value.StoppedAt <= _now).ToList())
        {
            _pods.Remove(name);
        }

        return action;
    }

    private bool Serves(string name) => name != "c-c" && _pods.TryGetValue(name, out var pod) && pod.StoppedAt is null && pod.ServesAt <= _now;

    private bool HasQuorum => _voters.Count(Serves) >= Quorum.Of(_voters.Count);

    private EtcdObserved Observe()
    {
        if (HasQuorum)
        {
            _unconfirmedSince = _now;
        }

        var members = _voters.Concat(_learners).Select(name => Member(name)).ToArray();
        return Facts.Formed(members) with
        {
            Now = _now,
            Pods = [.. _pods.Select(pod => Facts.Pod(pod.Key) with { StartsOver = pod.Value.StartsOver, IsDeleting = pod.Value.StoppedAt is not null })],
            Claims = _claims.ToHashSet(),
            LastKnownMembers = [.. (_status?.MemberStatuses?.Select(member => member.Name) ?? _voters).Select(name => new KnownMember(name, Facts.Running))],
            Membership = HasQuorum ? new MembershipFacts { ClusterId = 7, IsConfirmed = true, Members = members } : null,
            UnconfirmedSince = HasQuorum ? null : _unconfirmedSince,
            Recovery = new RecoveryFacts
            {
                Request = RecoveryRequest.Parse("auto"),
                Status = _status?.Recovery,
                LostSince = HasQuorum ? null : _unconfirmedSince,
                Reports = [.. _voters.Where(Serves).Select(name => new MemberReport { Name = name, ClusterId = 7, HasLeader = HasQuorum, CommittedIndex = 40, RaftTerm = 3, Revision = 9 })],
            },
        };
    }

    private MemberFacts Member(string name) => Facts.Voter(name, isLeader: HasQuorum && name == _voters.First(Serves)) with
    {
        HasStarted = !_learners.Contains(name) || Serves(name),
        IsLearner = _learners.Contains(name),
        IsHealthy = HasQuorum && Serves(name),
        HealthySince = HasQuorum && Serves(name) ? _pods[name].ServesAt : null,
        UnhealthySince = HasQuorum && Serves(name) ? null : _unconfirmedSince,
    };

    private void Execute(EtcdAction action)
    {
        switch (action)
        {
            case ChooseSurvivor choose:
                _status = _status! with { Recovery = choose.Chosen with { SurvivorHash = 1 } };
                break;
            case VerifySurvivor verify:
                _status = _status! with { Recovery = verify.Status with { Phase = RecoveryPhase.Restarting } };
                break;
            case FenceClaim fence:
                _claims.Remove(fence.Name);
                _fenced.Add(fence.Name);
                break;
            case FencePod stop:
                // The node of c answers late: by then everybody else has long stopped.
                _pods[stop.Name].StoppedAt ??= _now.AddSeconds(stop.Name == "c-c" ? 20 : 2);
                break;
            case DeletePod delete:
                _pods[delete.Name].StoppedAt ??= _now.AddSeconds(2);
                break;
            case ForceNewCluster force:
                Create(force.Name, startsOver: true);
                TimesForced++;
                _voters = [force.Name];
                break;
            case CreateMemberPod create:
                if (!create.MustKeepData)
                {
                    _claims.Add(create.Name);
                }

                Create(create.Name, startsOver: false);
                break;
            case AddMember add:
                _learners.Add(add.Name);
                _names++;
                break;
            case PromoteLearner promote:
                _learners.Remove(promote.Name);
                _voters.Add(promote.Name);
                break;
        }
    }

    private void Create(string name, bool startsOver)
    {
        if (!_pods.TryAdd(name, new SimulatedPod { StartsOver = startsOver, ServesAt = _now.AddSeconds(1) }))
        {
            Broken ??= $"pod {name} was created twice";
        }

        if (_fenced.Contains(name))
        {
            Broken ??= $"the fenced claim of {name} was mounted";
        }
    }

    private void Check()
    {
        if (_pods.FirstOrDefault(pod => pod.Value.StartsOver).Key is not { } forced)
        {
            return;
        }

        if (_pods.Count > 1)
        {
            Broken ??= $"{forced} starts over while other pods exist";
        }

        if (_status?.Recovery?.Phase is not (RecoveryPhase.Forcing or RecoveryPhase.Restarting))
        {
            Broken ??= $"{forced} carries the flag in phase {_status?.Recovery?.Phase}";
        }
    }

    private sealed class SimulatedPod
    {
        public bool StartsOver { get; init; }

        public DateTimeOffset ServesAt { get; init; } = Facts.Now.AddMinutes(-10);

        public DateTimeOffset? StoppedAt { get; set; }
    }
}
