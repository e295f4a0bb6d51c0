__license__using System.Text.Json.Serialization;

namespace __Root__.Api.__Version__;

// Versions of a kind differ in the name, too: the generator of JSON code makes files that are named after the class alone.

/// <summary>How a __Kind__ is read and written without reflection.</summary>
[JsonSerializable(typeof(__Kind__))]
internal sealed partial class __Kind____Version__Json : JsonSerializerContext;
