using System.Text.Json.Serialization;

namespace Operon.Webhooks.Tests.Generated;

[JsonSerializable(typeof(Cache))]
[JsonSerializable(typeof(V1Alpha1Cache))]
internal sealed partial class CacheJson : JsonSerializerContext;
