namespace Operon.ApiServer.Resources;

/// <summary>Which part of the object a write goes to.</summary>
internal enum UpdateTarget
{
    Main,
    Status,

    /// <summary>A subresource whose handler changes exactly what it may: scale, binding, finalize, approval.</summary>
    Subresource,
}
