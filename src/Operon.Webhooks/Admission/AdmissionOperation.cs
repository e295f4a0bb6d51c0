namespace Operon.Webhooks;

/// <summary>What is about to be done to the object.</summary>
public enum AdmissionOperation
{
    /// <summary>It is created.</summary>
    Create,

    /// <summary>It is replaced, patched or applied.</summary>
    Update,

    /// <summary>It is deleted; the request carries the old object only.</summary>
    Delete,

    /// <summary>A connection to it is opened, such as <c>kubectl exec</c>; the object of the request is the options of the connection.</summary>
    Connect,
}
