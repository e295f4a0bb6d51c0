namespace Operon.Etcd.Planning;

/// <summary>Write down how the wish for another leader ended, so that it is carried out once only.</summary>
internal sealed record AnswerLeaderTransfer(string Request, bool IsRefused, string Reason) : EtcdAction(Reason);
