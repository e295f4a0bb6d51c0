using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>batch/v1 Job. Unless <c>manualSelector</c> is set the selector is the job's own uid.</summary>
internal sealed class JobStrategy : ResourceStrategy
{
    private const string ControllerUid = "batch.kubernetes.io/controller-uid";
    private const string JobName = "batch.kubernetes.io/job-name";

    private static readonly string[] s_scheduling = ["nodeSelector", "affinity", "tolerations", "schedulingGates"];

    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    protected override IEnumerable<string> ExtraFields => ["status.successful"];

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        JobSpec.Default(spec);
        var metadata = resource.EnsureMap("metadata");
        if (metadata.Map("labels") is null or { Count: 0 } && spec.Map("template").Map("metadata").Map("labels") is { Count: > 0 } labels)
        {
            metadata["labels"] = labels.DeepClone();
        }
    }

    public override void PrepareForCreate(JsonObject resource)
    {
        base.PrepareForCreate(resource);
        var spec = resource.EnsureMap("spec");
        if (spec.Flag("manualSelector"))
        {
            return;
        }
        var uid = resource.Map("metadata").Text("uid") ?? "";
        var labels = spec.EnsureMap("template").EnsureMap("metadata").EnsureMap("labels");
        foreach (var (key, value) in (ReadOnlySpan<(string, string)>)
            [("controller-uid", uid), (ControllerUid, uid), ("job-name", resource.Map("metadata").Text("name") ?? ""), (JobName, resource.Map("metadata").Text("name") ?? "")])
        {
            labels[key] = value;
        }
        var selector = spec.EnsureMap("selector").EnsureMap("matchLabels");
        selector.SetDefaultText(ControllerUid, uid);
    }

    protected override JsonObject InitialStatus(JsonObject resource) => [];

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        JobSpec.Check(spec, "spec", errors);
        SelectorValidation.CheckWithTemplate(spec, "job", errors);
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        var after = updated.Map("spec") ?? [];
        var before = old.Map("spec") ?? [];
        var elastic = before.Text("completionMode") == "Indexed" && after.Number("completions") == after.Number("parallelism");
        if (!elastic)
        {
            errors.Unchanged("spec.completions", after["completions"], before["completions"]);
        }
        foreach (var name in (ReadOnlySpan<string>)["selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"])
        {
            errors.Unchanged($"spec.{name}", after[name], before[name]);
        }
        var template = (JsonObject?)after.Map("template")?.DeepClone();
        if (before.Flag("suspend") && !old.Map("status").Has("startTime") && template is not null)
        {
            KeepScheduling(template, before.Map("template"));
        }
        if (!JsonTree.Same(template, before["template"]))
        {
            errors.Invalid("spec.template", after["template"], Problems.Immutable);
        }
    }

    protected override string SelectableField(JsonObject resource, string name) => name == "status.successful"
        ? (resource.Map("status").Number("succeeded") ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : base.SelectableField(resource, name);

    /// <summary>A suspended job that never started may still be told where to run.</summary>
    private static void KeepScheduling(JsonObject template, JsonObject? old)
    {
        foreach (var name in s_scheduling)
        {
            template.EnsureMap("spec").TakeFrom(old.Map("spec"), name);
        }
        template.TakeFrom(old, "metadata");
    }
}
