using System.Text.Json.Serialization;

namespace Operon.Runtime;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DebugSnapshot))]
internal sealed partial class DebugJson : JsonSerializerContext;
