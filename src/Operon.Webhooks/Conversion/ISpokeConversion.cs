using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>A converter without its types.</summary>
internal interface ISpokeConversion
{
    ResourceType Spoke { get; }

    ResourceType Hub { get; }

    JsonObject ToHub(JsonObject spoke);

    JsonObject FromHub(JsonObject hub);
}
