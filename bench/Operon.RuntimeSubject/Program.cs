using Operon.Kubernetes;
using Operon.RuntimeSubject.Modes;

// A small operator that is measured from outside: it does one thing, prints "name value" lines, and stops when its input ends.
await using var client = KubernetesClient.Create(KubernetesClientOptions.FromKubeconfig(args[1], null));
switch (args[0])
{
    case "sync":
        await SyncMode.RunAsync(client, args[2]);
        break;
    case "latency":
        await LatencyMode.RunAsync(client);
        break;
    case "wire":
        await WireMode.RunAsync(client);
        break;
    case "noop":
        await NoopMode.RunAsync(client, int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
        break;
    case "write":
        await WriteMode.RunAsync(client);
        break;
    case "restart":
        await RestartMode.RunAsync(client);
        break;
    case "idle":
        await IdleMode.RunAsync(client, args[2]);
        break;
    case "cold-start":
        await ColdStartMode.RunAsync(client);
        break;
    default:
        await Console.Error.WriteLineAsync($"unknown mode {args[0]}");
        return 1;
}

return 0;
