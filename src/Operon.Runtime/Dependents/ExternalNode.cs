using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A dependent outside of Kubernetes.</summary>
internal sealed class ExternalNode<T, TExternal>(
    string name,
    DependentConditions<T> conditions,
    DependentOptions<T, TExternal> options,
    Func<T, DependentContext<T>, bool> isWanted,
    IExternalResource<T, TExternal> external,
    DependentAttachment<T> attachment) : DependentNode<T>(name, conditions)
    where T : class, IKubernetesObject<V1ObjectMeta>
    where TExternal : class
{
    private static readonly TimeSpan _deletionPoll = TimeSpan.FromSeconds(5);

    public override bool NeedsFinalizer => options.Capabilities.HasFlag(DependentCapabilities.Delete);

    private string Annotation => $"{DependentMarks.ExternalPrefix}{Name}";

    public override async Task<DependentState> ReconcileAsync(DependentContext<T> context, CancellationToken cancellationToken)
    {
        if (!isWanted(context.Primary, context))
        {
            return await DeleteAsync(context, cancellationToken);
        }

        var (status, message, operation) = (DependentStatus.Ready, (string?)null, DependentOperations.None);
        var found = await external.FindAsync(View(context), cancellationToken);
        if (found is null && !options.Capabilities.HasFlag(DependentCapabilities.Create))
        {
            return State(DependentStatus.NotReady, "does not exist") with { RequeueAfter = options.PollInterval };
        }

        if (found is null)
        {
            found = await external.CreateAsync(View(context), cancellationToken);
            operation = DependentOperations.Created;
        }

        await StoreIdAsync(context, found.Id, cancellationToken);
        var actual = found.Value;
        if (options.Capabilities.HasFlag(DependentCapabilities.Update) && !external.Matches(View(context), actual))
        {
            actual = await external.UpdateAsync(View(context), actual, cancellationToken);
            operation |= DependentOperations.Updated;
        }

        context.Set(Name, new Dictionary<string, object> { [""] = actual });
        if (!options.IsReady(context.Primary, actual))
        {
            (status, message) = (DependentStatus.NotReady, "is not ready");
        }

        return State(status, message, operation) with { RequeueAfter = options.PollInterval };
    }

    public override async Task<DependentState> DeleteAsync(DependentContext<T> context, CancellationToken cancellationToken)
    {
        if (!options.Capabilities.HasFlag(DependentCapabilities.Delete))
        {
            return State(DependentStatus.Absent, "kept");
        }

        if (await external.FindAsync(View(context), cancellationToken) is not { } found)
        {
            await StoreIdAsync(context, null, cancellationToken);
            return State(DependentStatus.Absent);
        }

        await external.DeleteAsync(View(context) with { Id = found.Id }, found.Value, cancellationToken);
        if (await external.FindAsync(View(context) with { Id = found.Id }, cancellationToken) is not null)
        {
            return State(DependentStatus.Deleting, "waiting for it to go", DependentOperations.Deleted) with { RequeueAfter = options.PollInterval ?? _deletionPoll };
        }

        await StoreIdAsync(context, null, cancellationToken);
        return State(DependentStatus.Absent, null, DependentOperations.Deleted);
    }

    private static string? IdOf(T primary, string annotation) =>
        primary.Metadata.Annotations is { } annotations && annotations.TryGetValue(annotation, out var id) ? id : null;

    private ExternalContext<T> View(DependentContext<T> context) =>
        new(context.Primary, IdOf(context.Primary, Annotation), $"{context.Primary.Metadata.Uid}/{Name}", context);

    private async Task StoreIdAsync(DependentContext<T> context, string? id, CancellationToken cancellationToken)
    {
        if (IdOf(context.Primary, Annotation) == id)
        {
            return;
        }

        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotation] = id } } };
        var key = ObjectKey.Of(context.Primary);
        var client = attachment.Manager.Client.Resource(attachment.Primary);
        await context.WritePrimaryAsync(_ => client.PatchAsync(key.Namespace, key.Name, Patch.Merge(patch), cancellationToken), cancellationToken);
    }
}
