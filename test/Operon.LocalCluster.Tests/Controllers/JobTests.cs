using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class JobTests(SimulatedCluster cluster)
{
    [Fact]
    public async Task A_job_runs_to_completion_and_counts_each_pod_once()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Job, Job(ns, j => (j.Spec.Completions, j.Spec.Parallelism) = (3, 2)));

        var job = await HasAsync(ns, "Complete");

        Assert.Equal(3, job.Status.Succeeded);
        var pods = await cluster.PodsAsync(ns);
        Assert.Equal(3, pods.Count);
        Assert.All(pods, p => Assert.Empty(p.Metadata.Finalizers ?? []));
    }

    [Fact]
    public async Task An_indexed_job_completes_each_index()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Job, Job(ns, j => (j.Spec.Completions, j.Spec.Parallelism, j.Spec.CompletionMode) = (3, 3, "Indexed")));

        Assert.Equal("0-2", (await HasAsync(ns, "Complete")).Status.CompletedIndexes);
        Assert.Equal(["job-0", "job-1", "job-2"], (await cluster.PodsAsync(ns)).Select(p => p.Spec.Hostname).Order());
    }

    [Fact]
    public async Task A_job_whose_pod_fails_beyond_the_limit_fails()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Job, Job(ns, j =>
        {
            j.Spec.BackoffLimit = 0;
            j.Spec.Template.Metadata.Annotations = new Dictionary<string, string> { ["simulation.operon.dev/phase"] = "Failed" };
        }));

        var job = await HasAsync(ns, "Failed");

        Assert.Equal("BackoffLimitExceeded", job.Status.Conditions.Single(c => c.Type == "Failed").Reason);
        Assert.Equal(1, job.Status.Failed);
        Assert.Single(await cluster.PodsAsync(ns));
    }

    [Fact]
    public async Task A_finished_job_with_a_time_to_live_goes_with_its_pods()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.CreateAsync(ResourceKinds.Job, Job(ns, j => j.Spec.TtlSecondsAfterFinished = 0));

        await SimulatedCluster.EventuallyAsync(async () =>
        {
            Assert.Null(await cluster.Client.Resource(ResourceKinds.Job).FindAsync(ns, "job", SimulatedCluster.Token));
            Assert.Empty(await cluster.PodsAsync(ns));
        });
    }

    private async Task<V1Job> HasAsync(string ns, string condition)
    {
        V1Job job = new();
        await SimulatedCluster.EventuallyAsync(async () =>
        {
            job = await cluster.Client.Resource(ResourceKinds.Job).GetAsync(ns, "job", SimulatedCluster.Token);
            Assert.Contains(job.Status?.Conditions ?? [], c => c.Type == condition && c.Status == "True");
        });
        return job;
    }

    private static V1Job Job(string ns, Action<V1Job> with)
    {
        var job = new V1Job
        {
            Metadata = new V1ObjectMeta { Name = "job", NamespaceProperty = ns },
            Spec = new V1JobSpec { Template = SimulatedCluster.Template("job", with: t => t.Spec.RestartPolicy = "Never") },
        };
        with(job);
        return job;
    }
}
