namespace Operon.Etcd.Planning;

/// <summary>What is known about authentication; only looked at on clusters that have, or had, <c>spec.auth</c>.</summary>
internal sealed record AuthFacts
{
    public bool IsWanted { get; init; }

    /// <summary>etcd refuses calls without a user; null when no member told.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>The secrets of root and of the operator's own user exist; false only where the operator is to make one.</summary>
    public bool HasSecrets { get; init; }

    /// <summary>What is wrong with a secret the user provides; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>The operator's own user can do what root can.</summary>
    public bool OperatorWorks { get; init; }

    /// <summary>etcd has accepted the password that is in root's secret now.</summary>
    public bool RootWorks { get; init; }

    public string? RootSecret { get; init; }

    public string? RootSecretVersion { get; init; }
}
