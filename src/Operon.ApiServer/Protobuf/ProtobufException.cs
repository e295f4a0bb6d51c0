namespace Operon.ApiServer.Protobuf;

/// <summary>A body that is no protobuf of a known kind. The message is for the client.</summary>
internal sealed class ProtobufException(string message) : Exception(message);
