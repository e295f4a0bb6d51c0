using System.Text.Json.Serialization;

namespace Operon.Etcd.Stores.Google;

[JsonSerializable(typeof(ServiceAccountKey))]
[JsonSerializable(typeof(GoogleTokenAnswer))]
[JsonSerializable(typeof(JwtHeader))]
[JsonSerializable(typeof(JwtClaims))]
[JsonSerializable(typeof(GoogleObject))]
[JsonSerializable(typeof(GoogleObjectList))]
internal sealed partial class GoogleJson : JsonSerializerContext;
