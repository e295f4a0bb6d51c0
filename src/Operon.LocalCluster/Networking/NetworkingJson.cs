using System.Text.Json.Serialization;

namespace Operon.LocalCluster.Networking;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class NetworkingJson : JsonSerializerContext;
