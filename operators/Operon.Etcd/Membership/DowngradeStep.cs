namespace Operon.Etcd.Membership;

/// <summary>The steps of etcd's downgrade call.</summary>
internal enum DowngradeStep
{
    /// <summary>Ask whether it would be possible.</summary>
    Validate,

    Enable,

    Cancel,
}
