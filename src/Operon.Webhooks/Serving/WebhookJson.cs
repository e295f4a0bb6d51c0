using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Webhooks;

[JsonSerializable(typeof(V1UserInfo))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class WebhookJson : JsonSerializerContext;
