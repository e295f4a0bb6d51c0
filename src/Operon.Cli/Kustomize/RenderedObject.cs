using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;

namespace Operon.Cli.Kustomize;

/// <summary>An object on its way through the kustomizations, with the name it had at first: others refer to it by that.</summary>
internal sealed class RenderedObject
{
    public RenderedObject(JsonObject json)
    {
        Json = json;
        OriginalName = Name;
    }

    public JsonObject Json { get; set; }

    public string OriginalName { get; }

    public string Kind => Json["kind"]?.ToString() ?? "";

    public string ApiVersion => Json["apiVersion"]?.ToString() ?? "";

    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    public string Version => ApiVersion[(ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public string Name
    {
        get => Metadata["name"]?.ToString() ?? "";
        set => Metadata["name"] = value;
    }

    public string? Namespace
    {
        get => Metadata["namespace"]?.ToString();
        set => Metadata["namespace"] = value;
    }

    public JsonObject Metadata
    {
        get
        {
            if (Json["metadata"] is not JsonObject metadata)
            {
                Json["metadata"] = metadata = [];
            }

            return metadata;
        }
    }

    /// <summary>Schema of a built-in kind; null for all others.</summary>
    public Schema? Schema => BuiltInSchemas.Find(Group, Version, Kind);

    public bool IsNamespaced => !ClusterKinds.Contains(Group, Kind);

    public override string ToString() => $"{Kind} {Name}";
}
