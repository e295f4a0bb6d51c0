using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>batch/v1 CronJob.</summary>
internal sealed class CronJobStrategy : ResourceStrategy
{
    // The job's name is the CronJob's plus a dash and ten digits, and must fit a label.
    private const int MaximumNameLength = 52;

    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        spec.SetDefaultText("concurrencyPolicy", "Allow");
        spec.SetDefault("suspend", false);
        spec.SetDefault("successfulJobsHistoryLimit", 3);
        spec.SetDefault("failedJobsHistoryLimit", 1);
        if (spec.Map("jobTemplate") is { } template)
        {
            var job = template.EnsureMap("spec");
            PodSpecDefaults.ApplyToTemplate(job);
        }
    }

    protected override JsonObject InitialStatus(JsonObject resource) => [];

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        if (resource.Map("metadata").Text("name") is { Length: > MaximumNameLength } name)
        {
            errors.Invalid("metadata.name", name, "must be no more than 52 characters");
        }
        var schedule = spec.Text("schedule");
        if (string.IsNullOrEmpty(schedule))
        {
            errors.Required("spec.schedule");
        }
        else if (schedule.Contains("TZ", StringComparison.Ordinal))
        {
            errors.Invalid("spec.schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
        else if (!schedule.StartsWith('@') && schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5)
        {
            errors.Invalid("spec.schedule", schedule, $"expected exactly 5 fields, found {schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length}: {schedule}");
        }
        errors.OneOf(spec, "spec", "concurrencyPolicy", "Allow", "Forbid", "Replace");
        errors.NotNegative(spec, "spec", "startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit");
        JobSpec.Check(spec.Map("jobTemplate").Map("spec") ?? [], "spec.jobTemplate.spec", errors);
    }
}
