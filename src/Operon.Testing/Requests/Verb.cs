namespace Operon.Testing;

/// <summary>What a request does, in the words of RBAC; server-side apply, a patch to RBAC, is told apart.</summary>
[Flags]
public enum Verb
{
    /// <summary>No verb.</summary>
    None = 0,

    /// <summary>Reads one object, or a path that is no resource.</summary>
    Get = 1,

    /// <summary>Reads a collection.</summary>
    List = 2,

    /// <summary>Follows a collection.</summary>
    Watch = 4,

    /// <summary>POST.</summary>
    Create = 8,

    /// <summary>PUT.</summary>
    Update = 16,

    /// <summary>PATCH with a merge, strategic merge or JSON patch.</summary>
    Patch = 32,

    /// <summary>PATCH with an apply configuration.</summary>
    Apply = 64,

    /// <summary>Deletes one object.</summary>
    Delete = 128,

    /// <summary>Deletes a selection.</summary>
    DeleteCollection = 256,

    /// <summary>Get, list and watch.</summary>
    Reads = Get | List | Watch,

    /// <summary>All that change something.</summary>
    Writes = Create | Update | Patch | Apply | Delete | DeleteCollection,

    /// <summary>All verbs.</summary>
    All = Reads | Writes,
}
