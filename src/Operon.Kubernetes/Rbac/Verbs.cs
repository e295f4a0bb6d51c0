namespace Operon.Kubernetes;

/// <summary>The verbs of RBAC rules. Words that are not here go into <see cref="RbacAttribute.CustomVerbs"/>.</summary>
[Flags]
public enum Verbs
{
    /// <summary>No verb.</summary>
    None = 0,

    /// <summary><c>get</c>: reads one object, or a path that is no resource.</summary>
    Get = 1,

    /// <summary><c>list</c>: reads a collection.</summary>
    List = 2,

    /// <summary><c>watch</c>: follows a collection.</summary>
    Watch = 4,

    /// <summary><c>create</c>: creates objects. Server-side apply of an object that does not exist needs it beside <see cref="Patch"/>.</summary>
    Create = 8,

    /// <summary><c>update</c>: replaces objects.</summary>
    Update = 16,

    /// <summary><c>patch</c>: all patches, server-side apply among them.</summary>
    Patch = 32,

    /// <summary><c>delete</c>: deletes one object.</summary>
    Delete = 64,

    /// <summary><c>deletecollection</c>: deletes a selection.</summary>
    DeleteCollection = 128,

    /// <summary><c>bind</c>: binds roles that hold more rights than the binder has (roles and clusterroles).</summary>
    Bind = 256,

    /// <summary><c>escalate</c>: writes roles that hold more rights than the writer has (roles and clusterroles).</summary>
    Escalate = 512,

    /// <summary><c>impersonate</c>: acts as another user, group or service account.</summary>
    Impersonate = 1024,

    /// <summary><c>*</c>: every verb, those of the future too. Rule OP0102 warns about it.</summary>
    Any = 2048,

    /// <summary>What a cache needs: get, list and watch.</summary>
    Read = Get | List | Watch,

    /// <summary>What server-side apply of objects needs that may not exist yet: create and patch.</summary>
    Apply = Create | Patch,

    /// <summary>Create, update, patch and delete.</summary>
    Write = Create | Update | Patch | Delete,
}
