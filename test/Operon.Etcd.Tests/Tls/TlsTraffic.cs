using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Operon.Etcd.Tests.Tls;

/// <summary>
/// A client that writes all the time, to whichever member answers, with new connections again and again; it knows every write that was acknowledged. A
/// write counts as failed when no member at all took it for longer than an election and a restart last together.
/// </summary>
internal sealed class TlsTraffic : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private readonly TlsWorld _world;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private int _acknowledged;

    public TlsTraffic(TlsWorld world)
    {
        _world = world;
        _writing = Task.Run(WriteAsync);
    }

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public List<string> Failures { get; } = [];

    /// <summary>Waits until more writes have been acknowledged.</summary>
    public async Task MoreAsync(int count, CancellationToken cancellationToken)
    {
        var goal = Acknowledged + count;
        while (Acknowledged < goal)
        {
            Assert.Empty(Failures);
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Stops, and reads every acknowledged write back.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _writing;
        Assert.Empty(Failures);
        var node = _world.Nodes[0];
        using var channel = Channel(node);
        var range = await new KV.KVClient(channel).RangeAsync(
            new RangeRequest { Key = ByteString.CopyFromUtf8("k"), RangeEnd = ByteString.CopyFromUtf8("l"), CountOnly = true }, cancellationToken: cancellationToken);
        Assert.True(range.Count >= Acknowledged, $"{range.Count} keys, {Acknowledged} writes were acknowledged");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            var deadline = DateTime.UtcNow + _patience;
            string? last = null;
            while (!_stop.IsCancellationRequested)
            {
                last = await TryAsync(_world.Nodes[Random.Shared.Next(3)], $"k{number:000000}");
                if (last is null)
                {
                    Interlocked.Increment(ref _acknowledged);
                    await Task.Delay(20);
                    break;
                }

                if (DateTime.UtcNow > deadline)
                {
                    Failures.Add($"write {number}: {last}");
                    return;
                }
            }
        }
    }

    private async Task<string?> TryAsync(TlsNode node, string key)
    {
        try
        {
            using var channel = Channel(node);
            await new KV.KVClient(channel).PutAsync(
                new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(key) },
                new CallOptions(deadline: DateTime.UtcNow.AddSeconds(2)));
            return null;
        }
        catch (RpcException e)
        {
            await Task.Delay(20);
            return $"{node.Name}: {e.Status}";
        }
    }

    private GrpcChannel Channel(TlsNode node)
    {
        var handler = new SocketsHttpHandler();
        var isTls = node.Pod.ServesClientsByTls;
        if (isTls && _world.Certificates() is { } shown)
        {
            handler.SslOptions.ClientCertificates = [shown.Certificate];
            handler.SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
                RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(shown.Authorities);
        }

        return GrpcChannel.ForAddress($"{(isTls ? "https" : "http")}://localhost:{node.ClientPort}", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }
}
