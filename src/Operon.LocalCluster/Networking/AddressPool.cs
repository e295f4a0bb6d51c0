using System.Net;
using System.Text.Json;

namespace Operon.LocalCluster.Networking;

/// <summary>
/// Hands out pod addresses 10.77.1.1 to 10.77.254.254 by pod uid and remembers them on disk, so that a pod keeps its address
/// over a restart of the cluster. Freed addresses are reused last.
/// </summary>
internal sealed class AddressPool
{
    private const int First = (10 << 24) | (77 << 16) | (1 << 8) | 1;
    private const int Last = (10 << 24) | (77 << 16) | (254 << 8) | 254;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly Dictionary<string, string> _byUid;
    private readonly HashSet<string> _used;
    private int _next = First;

    public AddressPool(string path)
    {
        _path = path;
        _byUid = Read(path);
        _used = [.. _byUid.Values];
    }

    /// <summary>The address of the pod, a new one when it has none.</summary>
    public IPAddress Acquire(string podUid)
    {
        lock (_lock)
        {
            if (!_byUid.TryGetValue(podUid, out var address))
            {
                address = NextFree();
                _byUid.Add(podUid, address);
                _used.Add(address);
                Write();
            }

            return IPAddress.Parse(address);
        }
    }

    public void Release(string podUid)
    {
        lock (_lock)
        {
            if (_byUid.Remove(podUid, out var address))
            {
                _used.Remove(address);
                Write();
            }
        }
    }

    /// <summary>Frees the addresses of all pods but these.</summary>
    public void Retain(IReadOnlySet<string> podUids)
    {
        lock (_lock)
        {
            foreach (var uid in _byUid.Keys.Where(uid => !podUids.Contains(uid)).ToList())
            {
                _used.Remove(_byUid[uid]);
                _byUid.Remove(uid);
            }

            Write();
        }
    }

    private string NextFree()
    {
        for (var tries = 0; tries <= Last - First; tries++)
        {
            var candidate = _next;
            _next = _next == Last ? First : _next + 1;
            var lastByte = candidate & 0xff;
            var text = new IPAddress((long)(uint)IPAddress.HostToNetworkOrder(candidate)).ToString();
            if (lastByte is not (0 or 255) && !_used.Contains(text))
            {
                return text;
            }
        }

        throw new InvalidOperationException("All addresses of the pod network 10.77.0.0/16 are in use; delete pods.");
    }

    private static Dictionary<string, string> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), NetworkingJson.Default.DictionaryStringString) ?? [];
        }
        catch (JsonException)
        {
            // A torn file only costs pods their old addresses.
            return [];
        }
    }

    private void Write()
    {
        var temporary = _path + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(_byUid, NetworkingJson.Default.DictionaryStringString));
        File.Move(temporary, _path, overwrite: true);
    }
}
