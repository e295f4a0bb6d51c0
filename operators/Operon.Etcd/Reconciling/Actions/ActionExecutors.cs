using Grpc.Core;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Finds the executor of an action. An action without one is only reported.</summary>
internal sealed class ActionExecutors
{
    private readonly Dictionary<Type, IActionExecutor> _executors;

    public ActionExecutors(IKubernetesClient client, AutoCertificates certificates, TimeProvider time)
    {
        var objects = new OwnedObjects(client);
        var users = new AuthUsers(client);
        var pods = new MemberPodCreation(objects);
        var status = new StatusWriter(client);
        _executors = new IActionExecutor[]
        {
            new CreateServicesExecutor(objects),
            new CreateSeedPodExecutor(pods),
            new CreateMemberPodExecutor(pods),
            new SealSeedExecutor(client),
            new DeletePodExecutor(objects),
            new DeletePvcExecutor(objects),
            new UpgradePodExecutor(client),
            new StopPodExecutor(objects),
            new RecreatePodExecutor(objects),
            new PatchPodExecutor(client),
            new GrowClaimExecutor(client),
            new SetClaimRetentionExecutor(client),
            new EnableDowngradeExecutor(),
            new CancelDowngradeExecutor(),
            new AddMemberExecutor(),
            new PromoteLearnerExecutor(),
            new RemoveMemberExecutor(),
            new MoveLeaderExecutor(),
            new StopMembersExecutor(objects),
            new RetireClaimsExecutor(client),
            new RequestBackupExecutor(client),
            new RecordRecoveryExecutor(),
            new RefuseRecoveryExecutor(),
            new ChooseSurvivorExecutor(status),
            new FenceClaimExecutor(client),
            new FencePodExecutor(objects),
            new ForceNewClusterExecutor(pods),
            new VerifySurvivorExecutor(status),
            new RecordMaintenanceExecutor(),
            new CompactExecutor(status),
            new DefragmentExecutor(status, time),
            new DisarmExecutor(status),
            new IssueCertificatesExecutor(certificates, time),
            new AdvanceAuthorityExecutor(certificates),
            new UpdatePeerUrlExecutor(),
            new ApplyObjectExecutor(client, time),
            new LabelPodsExecutor(client, time),
            new PrepareAuthExecutor(users),
            new EnableAuthExecutor(users),
            new DisableAuthExecutor(),
            new SetRootPasswordExecutor(users),
            new AnswerLeaderTransferExecutor(),
        }.ToDictionary(executor => executor.Action);
    }

    /// <summary>Null when done; else why it could not be done yet.</summary>
    public async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, EtcdAction action, CancellationToken cancellationToken)
    {
        if (!_executors.TryGetValue(action.GetType(), out var executor))
        {
            return null;
        }

        try
        {
            return await executor.ExecuteAsync(snapshot, action, cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return $"etcd: {e.Status.Detail} ({e.StatusCode})";
        }
    }

    /// <summary>What to tell people once the action is done.</summary>
    public IEnumerable<ClusterEvent> Announce(EtcdAction action) =>
        _executors.TryGetValue(action.GetType(), out var executor) ? executor.Announce(action) : [];
}
