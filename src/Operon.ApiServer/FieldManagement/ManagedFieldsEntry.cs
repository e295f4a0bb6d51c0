using System.Globalization;
using System.Text.Json.Nodes;
using Operon.ApiServer.Resources.Strategies;

namespace Operon.ApiServer.FieldManagement;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
internal sealed record ManagedFieldsEntry(string Manager, bool IsApply, string ApiVersion, string? Subresource, DateTimeOffset? Time, FieldSet Fields)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Appliers keep one entry whatever version they use; updaters have one per version.</summary>
    public bool IsSameManager(ManagedFieldsEntry other) =>
        Manager == other.Manager && IsApply == other.IsApply && Subresource == other.Subresource && (IsApply || ApiVersion == other.ApiVersion);

    public string? TimeText => Time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static ManagedFieldsEntry? Decode(JsonObject entry)
    {
        if (entry.Text("operation") is not ("Apply" or "Update") || entry.Text("fieldsType") != "FieldsV1")
        {
            return null;
        }
        DateTimeOffset? time = DateTimeOffset.TryParse(entry.Text("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed : null;
        var subresource = entry.Text("subresource");
        return new ManagedFieldsEntry(
            entry.Text("manager") ?? "",
            entry.Text("operation") == "Apply",
            entry.Text("apiVersion") ?? "",
            string.IsNullOrEmpty(subresource) ? null : subresource,
            time,
            FieldsV1.Decode(entry.Map("fieldsV1")));
    }

    public JsonObject Encode()
    {
        var entry = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = IsApply ? "Apply" : "Update",
            ["apiVersion"] = ApiVersion,
        };
        if (TimeText is { } time)
        {
            entry["time"] = time;
        }
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = FieldsV1.Encode(Fields);
        if (Subresource is not null)
        {
            entry["subresource"] = Subresource;
        }
        return entry;
    }
}
