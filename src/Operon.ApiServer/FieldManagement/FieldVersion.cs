using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>The two states of a write in another version: some owners recorded their fields in that one.</summary>
internal sealed record FieldVersion(JsonObject? Live, JsonObject Updated, Schema Schema);
