using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>A write whose event is not to wake its own writer.</summary>
/// <param name="Id">Which version of which object it made.</param>
/// <param name="IsCertain">
/// Nobody else can have made this version: it was created, or replaced with its predecessor as the condition. Otherwise the write may have changed
/// nothing, and the version may be someone else's that the cache does not show yet.
/// </param>
/// <param name="Creates">The write makes the object when it does not exist.</param>
/// <param name="Sent">What was asked for, to tell an uncertain write's event from someone else's; null when that cannot be told.</param>
internal sealed record OwnWrite(OwnWriteId Id, bool IsCertain, bool Creates, Func<JsonNode?>? Sent);

/// <param name="Log">Tells clusters apart: versions of two of them may be equal.</param>
/// <param name="Resource">Resource and group.</param>
/// <param name="Key">Which object.</param>
/// <param name="Version">Which version.</param>
internal readonly record struct OwnWriteId(WriteLog Log, string Resource, ObjectKey Key, string Version);
