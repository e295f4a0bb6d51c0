namespace Operon.Etcd.Membership;

/// <summary>An entry of the member list.</summary>
internal sealed record ListedMember(ulong Id, string Name, IReadOnlyList<string> PeerUrls, bool IsLearner)
{
    /// <summary>The member's name, or the first label of its peer host while it has never started.</summary>
    public string PodName
    {
        get
        {
            if (Name.Length > 0)
            {
                return Name;
            }

            return PeerUrls.Count > 0 && Uri.TryCreate(PeerUrls[0], UriKind.Absolute, out var url) ? url.Host.Split('.')[0] : $"{Id:x}";
        }
    }
}
