namespace Operon.Etcd.Planning;

/// <summary>Authentication cannot be carried out as asked for until a person does something; the cluster is otherwise as asked for.</summary>
internal sealed record ReportAuthProblem(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsLasting => true;
}
