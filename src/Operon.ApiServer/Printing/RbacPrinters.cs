using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Role bindings.</summary>
internal static class RbacPrinters
{
    public static KindPrinter Binding { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Role"), TableColumn.Age, TableColumn.Wide("Users"), TableColumn.Wide("Groups"),
            TableColumn.Wide("ServiceAccounts"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), $"{o.Text("roleRef", "kind")}/{o.Text("roleRef", "name")}", KindPrinter.Age(o, now), Subjects(o, "User"), Subjects(o, "Group"),
            Subjects(o, "ServiceAccount"),
        ]);

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", binding.List("subjects")
        .Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));
}
