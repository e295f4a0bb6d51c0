using System.Globalization;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Jobs;

/// <summary>Pods of a Job: labels, tracking finalizer, and for indexed Jobs the index in all the places programs look for it.</summary>
internal static class JobPods
{
    public static V1Pod New(V1Job job, int? index)
    {
        var prefix = index is null ? $"{job.Metadata.Name}-" : string.Create(CultureInfo.InvariantCulture, $"{job.Metadata.Name}-{index}-");
        var pod = PodTemplates.Pod(job.Spec.Template, ResourceKinds.Job.Type, job, SafeNames.Prefix(prefix, 5) + SafeNames.RandomSuffix());
        pod.Metadata.Finalizers = [.. pod.Metadata.Finalizers ?? [], JobLabels.Finalizer];
        var labels = pod.Metadata.Labels ??= new Dictionary<string, string>();
        labels[JobLabels.ControllerUid] = labels[JobLabels.LegacyControllerUid] = job.Metadata.Uid;
        labels[JobLabels.JobName] = labels[JobLabels.LegacyJobName] = job.Metadata.Name;
        if (index is { } number)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            labels[JobLabels.CompletionIndex] = text;
            (pod.Metadata.Annotations ??= new Dictionary<string, string>())[JobLabels.CompletionIndex] = text;
            pod.Spec.Hostname = SafeNames.Prefix(job.Metadata.Name, text.Length + 1) + "-" + text;
            foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []))
            {
                AddIndex(container);
            }
        }

        return pod;
    }

    private static void AddIndex(V1Container container)
    {
        if (container.Env?.Any(e => e.Name == "JOB_COMPLETION_INDEX") == true)
        {
            return;
        }

        container.Env = [.. container.Env ?? [], new V1EnvVar
        {
            Name = "JOB_COMPLETION_INDEX",
            ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = $"metadata.annotations['{JobLabels.CompletionIndex}']" } },
        }];
    }
}
