using System.Text.Json;
using Grpc.Core;
using Operon.Etcd.Objects;
using Operon.Etcd.Stores;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>The program of a task's container: <c>etcd-operator backup-task JSON</c>. Exit codes: 0 when done, 1 when not, 2 for a wrong command line.</summary>
internal static class TaskProgram
{
    public const string Command = "backup-task";

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TaskPlaces places, Func<string, string?> environment, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        BackupTask task;
        try
        {
            task = (arguments.Count == 1 ? JsonSerializer.Deserialize(arguments[0], TaskJson.Default.BackupTask) : null) ?? throw new JsonException("one argument is needed");
        }
        catch (JsonException e)
        {
            await error.WriteLineAsync($"{Command}: the task is not readable: {e.Message}");
            return 2;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (task.TimeoutSeconds > 0)
        {
            limit.CancelAfter(TimeSpan.FromSeconds(task.TimeoutSeconds));
        }

        var result = await TryAsync(new TaskRun(places, new StoreOpener(TimeProvider.System, environment, places.Volume), TimeProvider.System), task, limit.Token);
        await File.WriteAllTextAsync(places.ResultFile, JsonSerializer.Serialize(result, TaskJson.Default.TaskResult), CancellationToken.None);
        if (result.Error is not null)
        {
            await error.WriteLineAsync($"{Command} {task.Kind}: {result.Error}");
            return 1;
        }

        await output.WriteLineAsync($"{Command} {task.Kind}: done{(result.Artifact is { } artifact ? $", {artifact.Uri}, {artifact.SizeBytes} bytes" : "")}");
        return 0;
    }

    private static async Task<TaskResult> TryAsync(TaskRun run, BackupTask task, CancellationToken cancellationToken)
    {
        try
        {
            return await run.RunAsync(task, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new TaskResult { Error = $"not finished within {task.TimeoutSeconds} s", IsTransient = true };
        }
        catch (Exception e) when (e is InvalidSpecException or DamagedBackupException or ObjectExistsException)
        {
            return new TaskResult { Error = e.Message };
        }
        catch (Exception e) when (e is StoreException or BackupFailedException or RpcException or IOException or UnauthorizedAccessException)
        {
            var isTransient = e is StoreException { IsTransient: true } or BackupFailedException { IsTransient: true } or RpcException or IOException;
            return new TaskResult { Error = e is RpcException rpc ? rpc.Status.Detail : e.Message, IsTransient = isTransient };
        }
    }
}
