namespace Operon.Etcd.Planning;

/// <summary>Too few voters answer: membership is not touched (D1).</summary>
internal sealed record ReportQuorumLost(int HealthyVoters, int Voters, string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(2);

    public override bool IsLasting => true;
}
