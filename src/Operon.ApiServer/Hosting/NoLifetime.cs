using Microsoft.Extensions.Hosting;

namespace Operon.ApiServer.Hosting;

/// <summary>Leaves signals alone: the server lives in somebody else's process and ends when it is disposed.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
