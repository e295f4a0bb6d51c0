namespace Operon.Kubernetes;

/// <summary>Selection and paging of a list or a collection delete.</summary>
public sealed record ListOptions
{
    /// <summary>Label selector in query-string form, such as <c>app=etcd,etcd_cluster in (a,b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, such as <c>metadata.name=x</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Largest number of items in a page; null for no paging.</summary>
    public int? Limit { get; init; }

    /// <summary>Continue token of the page before.</summary>
    public string? Continue { get; init; }

    /// <summary>Resource version the answer is measured against; null for the most recent state.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>Exact</c> or <c>NotOlderThan</c>.</summary>
    public string? ResourceVersionMatch { get; init; }

    /// <summary>More query parameters, sent as they are.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}

/// <summary>Where a watch starts and what it selects.</summary>
public sealed record WatchOptions
{
    /// <summary>Label selector in query-string form.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Events after this version; null or <c>0</c> starts with the present state as ADDED events.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Asks for BOOKMARK events. Default true.</summary>
    public bool AllowBookmarks { get; init; } = true;

    /// <summary>Streams the initial state, ended by an annotated bookmark (KEP-3157). Default false.</summary>
    public bool SendInitialEvents { get; init; }

    /// <summary>Server-side lifetime of the stream; null for the server's default (30 to 60 minutes).</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>Options of create, update, patch and apply.</summary>
public sealed record WriteOptions
{
    /// <summary>Who owns the written fields; required by apply.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Apply only: take fields over from other managers. Default false.</summary>
    public bool Force { get; init; }

    /// <summary>Run everything but the write. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>What to do about unknown and duplicate fields (<see cref="FieldValidations"/>); null for the server's default (Warn).</summary>
    public string? FieldValidation { get; init; }

    /// <summary>More query parameters, sent as they are.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}

/// <summary>Options of a delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>Seconds a pod gets to stop; 0 removes the object at once; null for the object's own default.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>What becomes of owned objects (<see cref="PropagationPolicies"/>); null for the server's default (Background).</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>Delete only this incarnation of the name.</summary>
    public string? PreconditionUid { get; init; }

    /// <summary>Delete only this version.</summary>
    public string? PreconditionResourceVersion { get; init; }

    /// <summary>Run everything but the deletion. Default false.</summary>
    public bool DryRun { get; init; }
}
