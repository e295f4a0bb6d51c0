using System.Text.Json.Serialization;

namespace Operon.Etcd.Objects;

[JsonSerializable(typeof(AppliedAnnotation))]
internal sealed partial class AppliedJson : JsonSerializerContext;
