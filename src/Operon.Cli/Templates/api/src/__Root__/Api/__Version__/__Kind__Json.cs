__license__using System.Text.Json.Serialization;

namespace __Root__.Api.__Version__;

/// <summary>How a __Kind__ is read and written without reflection.</summary>
[JsonSerializable(typeof(__Kind__))]
internal sealed partial class __Kind__Json : JsonSerializerContext;
