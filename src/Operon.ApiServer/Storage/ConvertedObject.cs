namespace Operon.ApiServer.Storage;

/// <summary>An object's bytes as one schema of one version wants them.</summary>
internal sealed record ConvertedObject(object Schema, byte[] Json);
