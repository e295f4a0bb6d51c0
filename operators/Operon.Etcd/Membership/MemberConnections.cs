namespace Operon.Etcd.Membership;

/// <summary>Keeps one connection per member pod of one cluster, as long as that pod lives at that address.</summary>
internal sealed class MemberConnections(MemberDialer dialer) : IDisposable
{
    private readonly Dictionary<string, (string Identity, IMemberConnection Connection)> _open = [];

    public IReadOnlyDictionary<string, IMemberConnection> Update(
        IEnumerable<MemberEndpoint> endpoints, ClientCertificates? certificates, IReadOnlyList<MemberCredentials> users)
    {
        var wanted = endpoints.ToDictionary(endpoint => endpoint.Pod);
        foreach (var name in _open.Keys.Where(name => !wanted.TryGetValue(name, out var endpoint) || _open[name].Identity != Identity(endpoint, certificates)).ToList())
        {
            _open.Remove(name, out var gone);
            gone.Connection.Dispose();
        }

        foreach (var endpoint in wanted.Values.Where(endpoint => !_open.ContainsKey(endpoint.Pod)))
        {
            _open[endpoint.Pod] = (Identity(endpoint, certificates), dialer.Connect(endpoint.ClientUrl, endpoint.PodAddress, certificates));
        }

        foreach (var (_, connection) in _open.Values)
        {
            connection.Credentials = users;
        }

        return _open.ToDictionary(entry => entry.Key, entry => entry.Value.Connection);
    }

    public void Dispose()
    {
        foreach (var (_, connection) in _open.Values)
        {
            connection.Dispose();
        }

        _open.Clear();
    }

    private static string Identity(MemberEndpoint endpoint, ClientCertificates? certificates) =>
        $"{endpoint.PodUid} {endpoint.ClientUrl} {endpoint.PodAddress} {certificates?.Version}";
}
