namespace Operon.Etcd.Planning;

/// <summary>A person's wish, by annotation, that another member leads; there only until it is answered.</summary>
/// <param name="Request">The annotation as it stands: a member, or <c>member:anything</c> to ask for the same member again.</param>
internal sealed record LeaderTransferFacts(string Request)
{
    public string Target => Request.Split(':', 2)[0];
}
