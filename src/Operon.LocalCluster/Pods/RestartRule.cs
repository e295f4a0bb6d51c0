namespace Operon.LocalCluster.Pods;

/// <summary>When a container starts again after its end.</summary>
internal enum RestartRule
{
    Always,
    OnFailure,
    Never,
}
