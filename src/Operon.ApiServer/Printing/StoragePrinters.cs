using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Volumes, claims and classes.</summary>
internal static class StoragePrinters
{
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";

    public static KindPrinter PersistentVolume { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Capacity"), TableColumn.Text("Access Modes"), TableColumn.Text("Reclaim Policy"), TableColumn.Text("Status"),
            TableColumn.Text("Claim"), TableColumn.Text("StorageClass"), TableColumn.Text("VolumeAttributesClass"), TableColumn.Text("Reason"), TableColumn.Age,
            TableColumn.Wide("VolumeMode"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), o.Scalar("spec", "capacity", "storage"), Modes(o.List("spec", "accessModes")), o.Text("spec", "persistentVolumeReclaimPolicy"),
            Phase(o), o.At("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "", Class(o),
            Attributes(o), o.Text("status", "reason"), KindPrinter.Age(o, now), Mode(o),
        ]);

    public static KindPrinter PersistentVolumeClaim { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Status"), TableColumn.Text("Volume"), TableColumn.Text("Capacity"), TableColumn.Text("Access Modes"),
            TableColumn.Text("StorageClass"), TableColumn.Text("VolumeAttributesClass"), TableColumn.Age, TableColumn.Wide("VolumeMode"),
        ],
        (o, now) =>
        {
            var bound = o.Text("spec", "volumeName").Length > 0;
            return
            [
                KindPrinter.Name(o), Phase(o), o.Text("spec", "volumeName"), bound ? o.Scalar("status", "capacity", "storage") : "",
                bound ? Modes(o.List("status", "accessModes")) : "", Class(o), Attributes(o), KindPrinter.Age(o, now), Mode(o),
            ];
        });

    public static KindPrinter StorageClass { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Provisioner"), TableColumn.Text("ReclaimPolicy"), TableColumn.Text("VolumeBindingMode"),
            TableColumn.Text("AllowVolumeExpansion"), TableColumn.Age,
        ],
        (o, now) =>
        [
            o.Map("metadata", "annotations").Text(DefaultClass) == "true" ? $"{KindPrinter.Name(o)} (default)" : KindPrinter.Name(o), o.Text("provisioner"),
            o.Text("reclaimPolicy") is { Length: > 0 } policy ? policy : "Delete",
            o.Text("volumeBindingMode") is { Length: > 0 } mode ? mode : "Immediate", o.IsTrue("allowVolumeExpansion"), KindPrinter.Age(o, now),
        ]);

    public static KindPrinter VolumeAttachment { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Attacher"), TableColumn.Text("PV"), TableColumn.Text("Node"), TableColumn.Text("Attached"), TableColumn.Age],
        (o, now) =>
        [
            KindPrinter.Name(o), o.Text("spec", "attacher"), o.Text("spec", "source", "persistentVolumeName"), o.Text("spec", "nodeName"),
            o.IsTrue("status", "attached"), KindPrinter.Age(o, now),
        ]);

    private static string Phase(JsonObject o) => o.Has("metadata", "deletionTimestamp") ? "Terminating" : o.Text("status", "phase");

    private static string Class(JsonObject o) => o.Map("metadata", "annotations").Text("volume.beta.kubernetes.io/storage-class") is { Length: > 0 } old
        ? old
        : o.Text("spec", "storageClassName");

    private static string Attributes(JsonObject o) => o.Text("spec", "volumeAttributesClassName") is { Length: > 0 } name ? name : "<unset>";

    private static string Mode(JsonObject o) => o.Text("spec", "volumeMode") is { Length: > 0 } mode ? mode : "<unset>";

    private static string Modes(JsonArray modes)
    {
        var given = modes.Select(mode => mode.Scalar()).ToHashSet(StringComparer.Ordinal);
        (string Name, string Short)[] order = [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];
        return string.Join(',', order.Where(mode => given.Contains(mode.Name)).Select(mode => mode.Short));
    }
}
