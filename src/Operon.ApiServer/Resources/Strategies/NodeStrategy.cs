using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>core/v1 Node; a node may register together with its status, and node agents label through the status subresource.</summary>
internal sealed class NodeStrategy : ResourceStrategy
{
    public override bool HasStatus => true;

    protected override IEnumerable<string> ExtraFields => ["spec.unschedulable"];

    public override void Default(JsonObject resource)
    {
        if (resource.Map("status") is { } status && status.Map("capacity") is { } capacity && !status.Has("allocatable"))
        {
            status["allocatable"] = capacity.DeepClone();
        }
    }

    public override void PrepareForStatusUpdate(JsonObject updated, JsonObject old)
    {
        var labels = updated.Map("metadata")?["labels"]?.DeepClone();
        base.PrepareForStatusUpdate(updated, old);
        if (labels is not null)
        {
            updated.EnsureMap("metadata")["labels"] = labels;
        }
    }

    protected override JsonObject? InitialStatus(JsonObject resource) => null;

    public override void PrepareForCreate(JsonObject resource)
    {
        var status = resource["status"]?.DeepClone();
        base.PrepareForCreate(resource);
        if (status is not null)
        {
            resource["status"] = status;
        }
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var index = 0;
        foreach (var taint in resource.Map("spec").Maps("taints"))
        {
            var field = $"spec.taints[{index++}]";
            if (taint.Text("key") is not { Length: > 0 } key)
            {
                errors.Required($"{field}.key");
            }
            else if (Selectors.LabelSyntax.KeyError(key) is { } problem)
            {
                errors.Invalid($"{field}.key", key, problem);
            }
            if (string.IsNullOrEmpty(taint.Text("effect")))
            {
                errors.Required($"{field}.effect");
            }
            errors.OneOf(taint, field, "effect", "NoSchedule", "PreferNoSchedule", "NoExecute");
        }
    }

    protected override string SelectableField(JsonObject resource, string name) =>
        name == "spec.unschedulable" ? resource.Map("spec").Flag("unschedulable") ? "true" : "false" : base.SelectableField(resource, name);
}
