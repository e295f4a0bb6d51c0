using System.CommandLine;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Cli.Etcd;
using Operon.Kubernetes;

namespace Operon.Cli.Commands;

/// <summary><c>operon etcd backup</c>.</summary>
internal static class EtcdBackupCommand
{
    public static Command Create()
    {
        var options = new EtcdOptions();
        var name = EtcdOptions.Name();
        var to = new Option<string>("--to") { Description = "Where the snapshot goes: s3://BUCKET/KEY, abs://CONTAINER/KEY, gs://BUCKET/KEY, oss://BUCKET/KEY or pvc://CLAIM/PATH.", HelpName = "URL", Required = true };
        var secret = new Option<string?>("--secret") { Description = "Secret with the store's credentials.", HelpName = "NAME" };
        var endpoint = new Option<string?>("--endpoint") { Description = "Address of the store, when it is not the provider's own.", HelpName = "URL" };
        var backupName = new Option<string?>("--name") { Description = "Name of the EtcdBackup. Default: the cluster's with the time.", HelpName = "NAME" };
        var schedule = new Option<string?>("--schedule") { Description = "Back up again and again: five fields of cron.", HelpName = "CRON" };
        var command = new Command("backup", "Create an EtcdBackup of a cluster, and follow it to its end.") { name, to, secret, endpoint, backupName, schedule };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(parsed.InvocationConfiguration.Error, async () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var cluster = parsed.GetRequiredValue(name);
            var spec = new JsonObject { ["clusterName"] = cluster };
            StoreAddress.Parse("--to", parsed.GetRequiredValue(to)).AddTo(spec, "storageType", parsed.GetValue(secret), parsed.GetValue(endpoint));
            if (parsed.GetValue(schedule) is { } cron)
            {
                spec["schedule"] = cron;
            }

            await using var session = options.Connect(parsed);
            await session.ClusterAsync(cluster, cancellationToken);
            var backup = await session.CreateAsync(EtcdKind.Backup, Requests.New(EtcdKind.Backup, session.Namespace!, parsed.GetValue(backupName) ?? Requests.NameFor(cluster), spec), cancellationToken);
            await output.WriteLineAsync($"EtcdBackup {backup.Metadata.Name} created");
            return spec.ContainsKey("schedule") || !options.Waits(parsed)
                ? 0
                : Requests.Report(await new ObjectFollower(session, output).FollowAsync(backup, EtcdKind.Backup, Requests.IsFinished, Requests.Describe, options.Patience(parsed), cancellationToken));
        }));
        return command.WithExamples(
            "operon etcd backup example-etcd-cluster --to s3://backups/etcd/example --secret aws",
            "operon etcd backup example-etcd-cluster --to pvc://etcd-backups/example --name before-upgrade --no-wait");
    }
}
