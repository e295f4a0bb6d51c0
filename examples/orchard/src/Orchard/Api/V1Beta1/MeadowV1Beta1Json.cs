using System.Text.Json.Serialization;

namespace Orchard.Api.V1Beta1;

// Versions of a kind differ in the name, too: the generator of JSON code makes files that are named after the class alone.

/// <summary>How a Meadow is read and written without reflection.</summary>
[JsonSerializable(typeof(Meadow))]
internal sealed partial class MeadowV1Beta1Json : JsonSerializerContext;
