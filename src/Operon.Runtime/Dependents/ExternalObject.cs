namespace Operon.Runtime;

/// <summary>An external object and the id its service knows it by.</summary>
/// <param name="Id">Stored in an annotation of the primary object.</param>
/// <param name="Value">What is known about it.</param>
public sealed record ExternalObject<TExternal>(string Id, TExternal Value)
    where TExternal : class;
