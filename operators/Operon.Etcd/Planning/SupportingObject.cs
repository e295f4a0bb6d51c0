using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Etcd.Planning;

/// <summary>An object that serves a cluster without being a member of it.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Wanted">What it is to be, in full; null when there is to be none.</param>
internal sealed record SupportingObject(ResourceType Type, string Name, JsonObject? Wanted)
{
    public string Title => $"{Type.Kind} {Name}";
}
