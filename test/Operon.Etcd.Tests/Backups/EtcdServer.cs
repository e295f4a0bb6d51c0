using System.Diagnostics;
using Google.Protobuf;
using Grpc.Net.Client;
using Operon.Etcd.Membership;
using Operon.Etcd.Tests.Membership;

namespace Operon.Etcd.Tests.Backups;

/// <summary>A real etcd of a given version on a given data directory.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly GrpcChannel _channel;

    public EtcdServer(string program, string name, string dataDirectory, string peerUrl, params string[] more)
    {
        var client = $"http://127.0.0.1:{EtcdProcess.FreePort()}";
        Url = new Uri(client);
        _process = Process.Start(new ProcessStartInfo(program, [
            $"--name={name}", $"--data-dir={dataDirectory}", $"--listen-client-urls={client}", $"--advertise-client-urls={client}",
            $"--listen-peer-urls={peerUrl}", $"--initial-advertise-peer-urls={peerUrl}", $"--initial-cluster={name}={peerUrl}", .. more])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _channel = GrpcChannel.ForAddress(Url);
    }

    public Uri Url { get; }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var connection = new MemberDialer(null).Connect(Url, null, null);
        while (true)
        {
            try
            {
                if ((await connection.StatusAsync(cancellationToken)).Leader != 0)
                {
                    return;
                }
            }
            catch (Grpc.Core.RpcException)
            {
                // It is starting.
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Gives the revision of the write.</summary>
    public async Task<long> PutAsync(string key, string value, CancellationToken cancellationToken) =>
        (await new Etcdserverpb.KV.KVClient(_channel).PutAsync(
            new Etcdserverpb.PutRequest { Key = ByteString.CopyFromUtf8(key), Value = ByteString.CopyFromUtf8(value) }, cancellationToken: cancellationToken)).Header.Revision;

    public async Task<(string? Value, long Revision)> GetAsync(string key, CancellationToken cancellationToken)
    {
        var answer = await new Etcdserverpb.KV.KVClient(_channel).RangeAsync(new Etcdserverpb.RangeRequest { Key = ByteString.CopyFromUtf8(key) }, cancellationToken: cancellationToken);
        return (answer.Kvs.Count == 0 ? null : answer.Kvs[0].Value.ToStringUtf8(), answer.Header.Revision);
    }

    public async Task EnableAuthenticationAsync(string password, CancellationToken cancellationToken)
    {
        var auth = new Etcdserverpb.Auth.AuthClient(_channel);
        await auth.UserAddAsync(new Etcdserverpb.AuthUserAddRequest { Name = "root", Password = password }, cancellationToken: cancellationToken);
        await auth.RoleAddAsync(new Etcdserverpb.AuthRoleAddRequest { Name = "root" }, cancellationToken: cancellationToken);
        await auth.UserGrantRoleAsync(new Etcdserverpb.AuthUserGrantRoleRequest { User = "root", Role = "root" }, cancellationToken: cancellationToken);
        await auth.AuthEnableAsync(new Etcdserverpb.AuthEnableRequest(), cancellationToken: cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
