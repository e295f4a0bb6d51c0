namespace Operon.LocalCluster.Controllers.Jobs;

/// <summary>Names of the batch API that mark pods of a Job.</summary>
internal static class JobLabels
{
    public const string Finalizer = "batch.kubernetes.io/job-tracking";
    public const string ControllerUid = "batch.kubernetes.io/controller-uid";
    public const string JobName = "batch.kubernetes.io/job-name";
    public const string LegacyControllerUid = "controller-uid";
    public const string LegacyJobName = "job-name";
    public const string CompletionIndex = "batch.kubernetes.io/job-completion-index";
}
