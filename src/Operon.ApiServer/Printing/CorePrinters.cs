using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Small core kinds.</summary>
internal static class CorePrinters
{
    public static KindPrinter Namespace { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Status"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), o.Text("status", "phase"), KindPrinter.Age(o, now)]);

    public static KindPrinter Secret { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Type"), TableColumn.Text("Data"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), o.Text("type"), o.Map("data").Count, KindPrinter.Age(o, now)]);

    public static KindPrinter ConfigMap { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Data"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), o.Map("data").Count + o.Map("binaryData").Count, KindPrinter.Age(o, now)]);

    public static KindPrinter ServiceAccount { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Secrets"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), o.List("secrets").Count, KindPrinter.Age(o, now)]);

    public static KindPrinter ResourceQuota { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Request"), TableColumn.Text("Limit"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), Usage(o, limits: false), Usage(o, limits: true), KindPrinter.Age(o, now)]);

    /// <summary>Kinds whose table shows the moment of creation rather than the age.</summary>
    public static KindPrinter CreatedAt { get; } = new(
        [TableColumn.ObjectName, new TableColumn("Created At", "date", Description: "When the object was created.")],
        (o, _) => [KindPrinter.Name(o), o.Text("metadata", "creationTimestamp")]);

    private static string Usage(JsonObject quota, bool limits) => string.Join(", ", quota.Map("status", "hard")
        .Where(resource => resource.Key.StartsWith("limits", StringComparison.Ordinal) == limits)
        .OrderBy(resource => resource.Key, StringComparer.Ordinal)
        .Select(resource => $"{resource.Key}: {quota.Scalar("status", "used", resource.Key)}/{resource.Value.Scalar()}"));
}
