using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>API services, webhooks, certificate requests.</summary>
internal static class RegistrationPrinters
{
    public static KindPrinter ApiService { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Service"), TableColumn.Text("Available"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), Service(o), Available(o), KindPrinter.Age(o, now)]);

    public static KindPrinter Webhooks { get; } = new(
        [TableColumn.ObjectName, TableColumn.Integer("Webhooks"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), o.List("webhooks").Count, KindPrinter.Age(o, now)]);

    public static KindPrinter CertificateSigningRequest { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Age, TableColumn.Text("SignerName"), TableColumn.Text("Requestor"), TableColumn.Text("RequestedDuration"),
            TableColumn.Text("Condition"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), KindPrinter.Age(o, now), o.Text("spec", "signerName").OrNone(), o.Text("spec", "username"),
            o.Number("spec", "expirationSeconds") is { } seconds ? HumanDuration.Of(TimeSpan.FromSeconds(seconds)) : "<none>", Decision(o),
        ]);

    private static string Service(JsonObject o) => o.At("spec", "service") is { } service ? $"{service.Text("namespace")}/{service.Text("name")}" : "Local";

    private static string Available(JsonObject o)
    {
        var condition = o.Condition("Available");
        var status = condition.Text("status") is { Length: > 0 } given ? given : "Unknown";
        return status == "True" || condition.Text("reason").Length == 0 ? status : $"{status} ({condition.Text("reason")})";
    }

    private static string Decision(JsonObject o)
    {
        var decision = o.Condition("Denied") is not null ? "Denied" : o.Condition("Approved") is not null ? "Approved" : "Pending";
        var failed = o.Condition("Failed") is not null ? ",Failed" : "";
        return decision + failed + (o.Text("status", "certificate").Length > 0 ? ",Issued" : "");
    }
}
