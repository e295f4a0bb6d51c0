using System.Text.Json.Serialization;

namespace Orchard.Api.V2;

// Versions of a kind differ in the name, too: the generator of JSON code makes files that are named after the class alone.

/// <summary>How a Tree is read and written without reflection.</summary>
[JsonSerializable(typeof(Tree))]
internal sealed partial class TreeV2Json : JsonSerializerContext;
