// An API server as its own process, for tests that kill it and for trying things by hand:
// ApiServerProcess KUBECONFIG-FILE [DATA-DIRECTORY]. Ends when its standard input does.
using Operon.ApiServer;

await using var server = await ApiServerHost.StartAsync(new ApiServerOptions { DataDirectory = args.Length > 1 ? args[1] : null });
await File.WriteAllTextAsync(args[0] + ".tmp", server.Kubeconfig("admin", "system:masters"));
File.Move(args[0] + ".tmp", args[0], overwrite: true);
Console.WriteLine(server.Address);
while (await Console.In.ReadLineAsync() is not null)
{
}
