namespace Operon.Kubernetes;

/// <summary>Whom a client acts as (Impersonate headers).</summary>
public sealed record Impersonation
{
    /// <summary>User name; required by the server when anything else is set.</summary>
    public required string User { get; init; }

    /// <summary>User id.</summary>
    public string? Uid { get; init; }

    /// <summary>Groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Extra attributes, each with its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
