using k8s.Models;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Pods;

[RunsInNamespace]
public sealed class PodLifecycleTests
{
    [Fact(Explicit = true)]
    public async Task A_pod_becomes_ready_with_an_address_and_is_deleted_gracefully()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("web", PodBench.Shell("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"));
        var worker = bench.Start(pod);

        var status = await bench.StatusAsync(pod, PodBench.IsReady, "the pod is ready");
        Assert.Equal("Running", status.Phase);
        Assert.StartsWith("10.77.", status.PodIP, StringComparison.Ordinal);
        Assert.Equal("10.77.0.11", status.HostIP);
        Assert.Equal("BestEffort", status.QosClass);
        Assert.True(status.ContainerStatuses[0].Started);

        await Eventually.TrueAsync(() => bench.Log(pod).Contains("up", StringComparison.Ordinal), "the container writes");
        worker.Update(PodBench.Deleted(pod));
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.True(bench.Api.Deleted.ContainsKey(pod.Metadata.Uid));
        Assert.Equal(0, bench.Api.Status(pod)!.ContainerStatuses[0].State.Terminated.ExitCode);
        Assert.Contains("Normal Killing Stopping container main", bench.Api.Events);
        Assert.False(Directory.Exists(Path.Combine(bench.DataDirectory, "pods", pod.Metadata.Uid)));
        Assert.Empty(bench.Network.Pods);
    }

    [Fact(Explicit = true)]
    public async Task A_status_that_could_not_be_written_is_written_later_whatever_the_failure_was()
    {
        await using var bench = await PodBench.CreateAsync();
        bench.Api.StatusFailures.Enqueue(new TaskCanceledException());
        bench.Api.StatusFailures.Enqueue(new InvalidOperationException("nobody foresaw this"));
        var pod = PodBench.Pod("stubborn", PodBench.Shell("while :; do sleep 0.05; done"));
        bench.Start(pod);

        await bench.StatusAsync(pod, PodBench.IsReady, "the pod is ready");
        Assert.Empty(bench.Api.StatusFailures);
    }

    [Fact(Explicit = true)]
    public async Task A_container_runs_as_the_user_its_pod_asks_for_and_its_probes_do_too()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("nonroot", PodBench.Shell("id -u; id -g; echo mine >/data/file && stat -c %u /data/file; trap 'exit 0' TERM; while :; do sleep 0.05; done"));
        pod.Spec.SecurityContext = new V1PodSecurityContext { RunAsNonRoot = true, RunAsUser = 1001, RunAsGroup = 2002 };
        pod.Spec.Volumes = [new V1Volume { Name = "data", EmptyDir = new V1EmptyDirVolumeSource() }];
        pod.Spec.Containers[0].VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data" }];
        pod.Spec.Containers[0].ReadinessProbe = new V1Probe { PeriodSeconds = 1, Exec = new V1ExecAction { Command = ["sh", "-c", "test $(id -u) = 1001 && test -O /data/file"] } };
        var worker = bench.Start(pod);

        await bench.StatusAsync(pod, PodBench.IsReady, "the probe sees its user");
        await Eventually.TrueAsync(() => bench.Log(pod) == "1001\n2002\n1001", "the container wrote who it and its file belong to", explain: () => bench.Describe(pod));

        worker.Update(PodBench.Deleted(pod));
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(0, bench.Api.Status(pod)!.ContainerStatuses[0].State.Terminated.ExitCode);
    }

    [Fact(Explicit = true)]
    public async Task A_container_that_must_not_be_root_and_would_be_waits_and_says_why()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("root", PodBench.Shell("true"));
        pod.Spec.SecurityContext = new V1PodSecurityContext { RunAsNonRoot = true };
        bench.Start(pod);

        var status = await bench.StatusAsync(pod, status => status.ContainerStatuses is [{ State.Waiting.Reason: "CreateContainerConfigError" }], "the container is not started");
        Assert.StartsWith("container has runAsNonRoot and image will run as root", status.ContainerStatuses[0].State.Waiting.Message, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task Init_containers_run_in_order_before_the_others()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("ordered", PodBench.Shell("cat /data/trace; sleep 60"));
        pod.Spec.Volumes = [new V1Volume { Name = "data", EmptyDir = new V1EmptyDirVolumeSource() }];
        var mount = new V1VolumeMount { Name = "data", MountPath = "/data" };
        pod.Spec.InitContainers = [PodBench.Shell("echo one >>/data/trace", "first"), PodBench.Shell("echo two >>/data/trace", "second")];
        foreach (var container in pod.Spec.InitContainers.Concat(pod.Spec.Containers))
        {
            container.VolumeMounts = [mount];
        }

        bench.Start(pod);

        var status = await bench.StatusAsync(pod, PodBench.IsReady, "the pod is ready");
        Assert.All(status.InitContainerStatuses, init => Assert.Equal("Completed", init.State.Terminated.Reason));
        await Eventually.TrueAsync(() => bench.Log(pod) == "one\ntwo", "the main container sees what the init containers wrote", explain: () => bench.Describe(pod));
    }

    [Fact(Explicit = true)]
    public async Task A_crashing_container_backs_off_and_keeps_its_last_state()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("crashing", PodBench.Shell("echo last words >/dev/termination-log; exit 3"));
        bench.Start(pod);

        var status = await bench.StatusAsync(pod, status => status.ContainerStatuses[0] is { RestartCount: >= 1, State.Waiting.Reason: "CrashLoopBackOff" }, "the container backs off");

        var container = status.ContainerStatuses[0];
        Assert.Equal(3, container.LastState.Terminated.ExitCode);
        Assert.Equal("Error", container.LastState.Terminated.Reason);
        Assert.Equal("last words\n", container.LastState.Terminated.Message);
        Assert.Equal("Running", status.Phase);
        Assert.False(PodBench.IsReady(status));
        await bench.StatusAsync(pod, status => status.ContainerStatuses[0].RestartCount >= 2, "it is started again");
    }

    [Theory(Explicit = true)]
    [InlineData("Never", 0, "Succeeded")]
    [InlineData("Never", 1, "Failed")]
    [InlineData("OnFailure", 0, "Succeeded")]
    public async Task A_pod_that_must_not_restart_ends(string restartPolicy, int exitCode, string phase)
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("job", PodBench.Shell($"exit {exitCode}"));
        pod.Spec.RestartPolicy = restartPolicy;
        bench.Start(pod);

        var status = await bench.StatusAsync(pod, status => status.Phase == phase, $"the phase is {phase}");

        Assert.Equal(exitCode, status.ContainerStatuses[0].State.Terminated.ExitCode);
        Assert.Equal(0, status.ContainerStatuses[0].RestartCount);
        await Eventually.TrueAsync(() => bench.Network.Pods.Count == 0, "its network is gone");
    }

    [Fact(Explicit = true)]
    public async Task Probes_decide_about_readiness_and_restarts()
    {
        await using var bench = await PodBench.CreateAsync();
        var container = PodBench.Shell("touch /tmp/alive; echo run; sleep 60");
        container.StartupProbe = new V1Probe { Exec = new V1ExecAction { Command = ["test", "-f", "/tmp/alive"] }, PeriodSeconds = 1 };
        container.ReadinessProbe = new V1Probe { Exec = new V1ExecAction { Command = ["test", "-f", "/tmp/ready"] }, PeriodSeconds = 1 };
        container.LivenessProbe = new V1Probe { Exec = new V1ExecAction { Command = ["test", "-f", "/tmp/alive"] }, PeriodSeconds = 1, FailureThreshold = 1, TerminationGracePeriodSeconds = 1 };
        var pod = PodBench.Pod("probed", container);
        var worker = bench.Start(pod);

        var started = await bench.StatusAsync(pod, status => status.ContainerStatuses[0].Started == true, "the startup probe passes");
        Assert.False(started.ContainerStatuses[0].Ready);
        await RunAsync("touch /tmp/ready");
        await bench.StatusAsync(pod, PodBench.IsReady, "the readiness probe passes");
        await RunAsync("rm /tmp/alive");
        await bench.StatusAsync(pod, status => status.ContainerStatuses[0].RestartCount == 1 && status.ContainerStatuses[0].Started == true, "the liveness probe restarts it");
        Assert.Contains(bench.Api.Events, text => text.StartsWith("Warning Unhealthy Liveness probe failed", StringComparison.Ordinal));

        Task RunAsync(string script) => Operon.LocalCluster.Sandboxing.SandboxExec.RunAsync(
            worker.Runners.Single().Process!, ["sh", "-c", script], TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact(Explicit = true)]
    public async Task An_unknown_image_is_reported_with_the_known_ones_and_can_be_mended()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("stranger", new V1Container { Name = "main", Image = "example.com/none:1", Command = ["sleep", "60"] });
        var worker = bench.Start(pod);

        var status = await bench.StatusAsync(pod, status => status.ContainerStatuses[0].State.Waiting?.Reason == "ImagePullBackOff", "the pull backs off");
        Assert.Equal("Pending", status.Phase);
        Assert.Contains("quay.io/coreos/etcd", status.ContainerStatuses[0].State.Waiting.Message, StringComparison.Ordinal);

        worker.Update(PodBench.Pod("stranger", new V1Container { Name = "main", Image = "busybox", Command = ["sleep", "60"] }));
        await bench.StatusAsync(pod, PodBench.IsReady, "the pod runs with a known image");
    }

    [Fact(Explicit = true)]
    public async Task Another_image_restarts_the_container_in_place()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("upgraded", PodBench.Shell("sleep 60"));
        var worker = bench.Start(pod);
        var before = await bench.StatusAsync(pod, PodBench.IsReady, "the pod is ready");

        var changed = PodBench.Pod("upgraded", PodBench.Shell("sleep 60"));
        changed.Spec.Containers[0].Image = "alpine:3";
        worker.Update(changed);

        var after = await bench.StatusAsync(pod, status => status.ContainerStatuses[0] is { RestartCount: 1, Ready: true }, "the container runs the new image");
        Assert.Equal("alpine:3", after.ContainerStatuses[0].Image);
        Assert.Equal(before.PodIP, after.PodIP);
    }

    [Fact(Explicit = true)]
    public async Task A_pod_that_vanishes_from_the_api_is_killed_at_once()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("forced", PodBench.Shell("trap '' TERM; while :; do sleep 0.05; done"));
        var worker = bench.Start(pod);
        await bench.StatusAsync(pod, PodBench.IsReady, "the pod is ready");

        worker.Remove();

        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Empty(bench.Network.Pods);
    }

    [Fact(Explicit = true)]
    public async Task After_a_restart_of_the_cluster_a_pod_runs_again_with_its_data_and_address()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("durable", PodBench.Shell("echo x >>/data/runs; wc -l </data/runs; sleep 60"));
        pod.Spec.Volumes = [new V1Volume { Name = "data", EmptyDir = new V1EmptyDirVolumeSource() }];
        pod.Spec.Containers[0].VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data" }];
        using var crash = new CancellationTokenSource();
        var first = new Operon.LocalCluster.Pods.PodWorker(bench.Services, pod, crash.Token);
        var before = await bench.StatusAsync(pod, PodBench.IsReady, "the pod is ready");
        await crash.CancelAsync();
        await first.Completion;
        await bench.Network.RemovePodAsync(pod.Metadata.Uid, releaseAddress: false, TestContext.Current.CancellationToken);

        pod.Status = before;
        bench.Start(pod);

        var after = await bench.StatusAsync(pod, status => status.ContainerStatuses[0] is { RestartCount: 1, Ready: true }, "the pod runs again");
        Assert.Equal(before.PodIP, after.PodIP);
        await Eventually.TrueAsync(() => bench.Log(pod, restart: 1) == "2", "its data is kept", explain: () => bench.Describe(pod));
    }
}
