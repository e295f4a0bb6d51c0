using System.Text.Json.Serialization;

namespace Operon.Webhooks;

[JsonSerializable(typeof(WebhookConfigurationView))]
[JsonSerializable(typeof(ConvertedDefinitionView))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
