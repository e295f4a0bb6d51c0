using Operon.Cli.Demo;

namespace EndToEnd.Etcd;

/// <summary>
/// Samples the member list all the time and records every moment at which two membership changes were open: more than one member that
/// has not started or does not vote yet.
/// </summary>
internal sealed class MembershipWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _violations = [];
    private readonly Task _sampling;

    public MembershipWatch(EtcdView view) => _sampling = SampleAsync(view);

    public IReadOnlyList<string> Violations => _violations;

    public int Samples { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sampling;
        _stop.Dispose();
    }

    private async Task SampleAsync(EtcdView view)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await view.MembersAsync(_stop.Token) is { } members)
                {
                    Samples++;
                    if (members.Count(member => member.IsLearner || member.Name.Length == 0) > 1)
                    {
                        _violations.Add(string.Join(", ", members));
                    }
                }

                await Task.Delay(50, _stop.Token);
            }
            catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or Grpc.Core.RpcException)
            {
                return;
            }
        }
    }
}
