namespace Operon.ApiServer.Protobuf;

/// <summary>A field of a message and how it looks in JSON.</summary>
/// <param name="JsonName">The member's name.</param>
/// <param name="Type">A scalar such as <c>int32</c>, or the name of a message.</param>
/// <param name="IsMap">A map from text to <paramref name="Type"/>.</param>
/// <param name="IsRepeated">A list.</param>
/// <param name="IsInline">Its members stand among those of its parent.</param>
/// <param name="KeepsZero">A scalar that is there even when it is zero; others are left out then.</param>
internal sealed record ProtobufField(string JsonName, string Type, bool IsMap, bool IsRepeated, bool IsInline, bool KeepsZero);
