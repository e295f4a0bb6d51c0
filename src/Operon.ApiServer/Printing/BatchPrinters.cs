using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Jobs and cron jobs.</summary>
internal static class BatchPrinters
{
    public static KindPrinter Job { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Status"), TableColumn.Text("Completions"), TableColumn.Text("Duration"), TableColumn.Age,
            TableColumn.Wide("Containers"), TableColumn.Wide("Images"), TableColumn.Wide("Selector"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), Status(o), Completions(o), Duration(o, now), KindPrinter.Age(o, now),
            WorkloadPrinters.Containers(o), WorkloadPrinters.Images(o), Fields.Selector(o.At("spec", "selector")),
        ]);

    public static KindPrinter CronJob { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Schedule"), TableColumn.Text("Timezone"), new TableColumn("Suspend", "boolean"), TableColumn.Integer("Active"),
            TableColumn.Text("Last Schedule"), TableColumn.Age, TableColumn.Wide("Containers"), TableColumn.Wide("Images"), TableColumn.Wide("Selector"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), o.Text("spec", "schedule"), o.Text("spec", "timeZone").OrNone(), o.IsTrue("spec", "suspend") ? "True" : "False",
            o.List("status", "active").Count, o.Has("status", "lastScheduleTime") ? HumanDuration.Since(o.Time("status", "lastScheduleTime"), now) : "<none>",
            KindPrinter.Age(o, now), WorkloadPrinters.Containers(o, "spec", "jobTemplate", "spec", "template", "spec"),
            WorkloadPrinters.Images(o, "spec", "jobTemplate", "spec", "template", "spec"), Fields.Selector(o.At("spec", "jobTemplate", "spec", "selector")),
        ]);

    private static string Status(JsonObject job)
    {
        foreach (var (type, status) in (ReadOnlySpan<(string, string)>)[("Complete", "Complete"), ("Failed", "Failed")])
        {
            if (IsTrue(job, type))
            {
                return status;
            }
        }
        return job.Has("metadata", "deletionTimestamp") ? "Terminating"
            : IsTrue(job, "Suspended") ? "Suspended"
            : IsTrue(job, "FailureTarget") ? "FailureTarget"
            : IsTrue(job, "SuccessCriteriaMet") ? "SuccessCriteriaMet"
            : "Running";
    }

    private static bool IsTrue(JsonObject job, string condition) => job.Condition(condition).Text("status") == "True";

    private static string Completions(JsonObject job)
    {
        var succeeded = job.Number("status", "succeeded") ?? 0;
        var parallelism = job.Number("spec", "parallelism") ?? 0;
        return job.Number("spec", "completions") is { } completions ? $"{succeeded}/{completions}"
            : parallelism > 1 ? $"{succeeded}/1 of {parallelism}"
            : $"{succeeded}/1";
    }

    private static string Duration(JsonObject job, DateTimeOffset now) => job.Time("status", "startTime") is { } start
        ? HumanDuration.Of((job.Time("status", "completionTime") ?? now) - start)
        : "";
}
