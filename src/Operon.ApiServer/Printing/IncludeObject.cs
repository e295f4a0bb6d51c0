namespace Operon.ApiServer.Printing;

/// <summary>The query parameter <c>includeObject</c>: what the rows carry. Metadata when not given.</summary>
internal enum IncludeObject
{
    None,
    Metadata,
    Object,
}
