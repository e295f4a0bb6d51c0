using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Nodes.</summary>
internal static class NodePrinter
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static KindPrinter Printer { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Status"), TableColumn.Text("Roles"), TableColumn.Age, TableColumn.Text("Version"),
            TableColumn.Wide("Internal-IP"), TableColumn.Wide("External-IP"), TableColumn.Wide("OS-Image"), TableColumn.Wide("Kernel-Version"),
            TableColumn.Wide("Container-Runtime"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), Status(o), Roles(o), KindPrinter.Age(o, now), Info(o, "kubeletVersion"), Address(o, "InternalIP"), Address(o, "ExternalIP"),
            Known(Info(o, "osImage")), Known(Info(o, "kernelVersion")), Known(Info(o, "containerRuntimeVersion")),
        ]);

    private static string Status(JsonObject node)
    {
        var ready = node.Condition("Ready") is { } condition ? condition.Text("status") == "True" ? "Ready" : "NotReady" : "Unknown";
        return node.IsTrue("spec", "unschedulable") ? $"{ready},SchedulingDisabled" : ready;
    }

    private static string Roles(JsonObject node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (label, value) in node.Map("metadata", "labels"))
        {
            if (label.StartsWith(RolePrefix, StringComparison.Ordinal) && label.Length > RolePrefix.Length)
            {
                roles.Add(label[RolePrefix.Length..]);
            }
            else if (label == "kubernetes.io/role" && value.Scalar().Length > 0)
            {
                roles.Add(value.Scalar());
            }
        }
        return string.Join(',', roles).OrNone();
    }

    private static string Info(JsonObject node, string field) => node.Text("status", "nodeInfo", field);

    private static string Address(JsonObject node, string type) =>
        node.List("status", "addresses").FirstOrDefault(address => address.Text("type") == type).Text("address").OrNone();

    private static string Known(string text) => text.Length == 0 ? "<unknown>" : text;
}
