using System.CommandLine;
using System.Text.Json.Nodes;
using Operon.Cli.Etcd;

namespace Operon.Cli.Commands;

/// <summary><c>operon etcd restore</c>.</summary>
internal static class EtcdRestoreCommand
{
    public static Command Create()
    {
        var options = new EtcdOptions();
        var name = EtcdOptions.Name();
        var backup = new Option<string?>("--backup") { Description = "EtcdBackup whose newest snapshot is restored.", HelpName = "NAME" };
        var from = new Option<string?>("--from") { Description = "The snapshot itself: s3://BUCKET/KEY, abs://CONTAINER/KEY, gs://BUCKET/KEY, oss://BUCKET/KEY or pvc://CLAIM/PATH.", HelpName = "URL" };
        var secret = new Option<string?>("--secret") { Description = "Secret with the store's credentials. With --from.", HelpName = "NAME" };
        var endpoint = new Option<string?>("--endpoint") { Description = "Address of the store, when it is not the provider's own. With --from.", HelpName = "URL" };
        var yes = new Option<bool>("--yes") { Description = "Agree that the cluster's present data are replaced by the snapshot's." };
        var command = new Command("restore", "Create an EtcdRestore that replaces the data of a cluster by a snapshot, and follow it to its end.") { name, backup, from, secret, endpoint, yes };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(backup) is null == result.GetValue(from) is null)
            {
                result.AddError("say what to restore: either --backup NAME or --from URL.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Terminal.RunAsync(parsed.InvocationConfiguration.Error, async () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var cluster = parsed.GetRequiredValue(name);
            var spec = new JsonObject { ["etcdCluster"] = new JsonObject { ["name"] = cluster } };
            if (parsed.GetValue(backup) is { } backupName)
            {
                spec["backupName"] = backupName;
            }
            else
            {
                StoreAddress.Parse("--from", parsed.GetValue(from)!).AddTo(spec, "backupStorageType", parsed.GetValue(secret), parsed.GetValue(endpoint));
            }

            await using var session = options.Connect(parsed);
            var view = new ClusterView(await session.ClusterAsync(cluster, cancellationToken));
            if (!parsed.GetValue(yes))
            {
                throw new CommandException($"the data of {view.Namespace}/{view.Name} ({view.Members.Count} members, {(view.IsReady ? "ready" : "not ready")}) would be replaced by the snapshot.\n  remedy: --yes when that is meant");
            }

            // The operator asks for the cluster's own name; an earlier restore of it is in the way.
            if (await session.FindAsync(EtcdKind.Restore, cluster, cancellationToken) is { } earlier)
            {
                if (!Requests.IsFinished(earlier))
                {
                    throw new CommandException($"EtcdRestore {cluster} is still at work ({Requests.Describe(earlier) ?? "not taken up yet"}).\n  remedy: wait for it, or kubectl delete etcdrestores {cluster}");
                }

                await session.Client.Resource(EtcdKind.Restore).DeleteAsync(session.Namespace, cluster, cancellationToken);
                await output.WriteLineAsync($"EtcdRestore {cluster} of an earlier restore deleted");
            }

            var restore = await session.CreateAsync(EtcdKind.Restore, Requests.New(EtcdKind.Restore, session.Namespace!, cluster, spec), cancellationToken);
            await output.WriteLineAsync($"EtcdRestore {cluster} created");
            return options.Waits(parsed)
                ? Requests.Report(await new ObjectFollower(session, output).FollowAsync(restore, EtcdKind.Restore, Requests.IsFinished, Requests.Describe, options.Patience(parsed), cancellationToken))
                : 0;
        }));
        return command.WithExamples(
            "operon etcd restore example-etcd-cluster --backup nightly --yes",
            "operon etcd restore example-etcd-cluster --from s3://backups/etcd/example_v41_2026-11-29-02:00:00 --secret aws --yes");
    }
}
