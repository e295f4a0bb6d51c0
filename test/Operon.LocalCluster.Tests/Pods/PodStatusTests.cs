using k8s.Models;
using Operon.LocalCluster.Pods;

namespace Operon.LocalCluster.Tests.Pods;

public sealed class PodStatusTests
{
    private static readonly DateTime Now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Always", "running", "Running")]
    [InlineData("Always", "waiting", "Pending")]
    [InlineData("Always", "running,waiting", "Pending")]
    [InlineData("Always", "exit0", "Running")]
    [InlineData("Always", "backoff", "Running")]
    [InlineData("OnFailure", "exit0,exit0", "Succeeded")]
    [InlineData("OnFailure", "exit0,exit1", "Running")]
    [InlineData("Never", "exit0,exit1", "Failed")]
    [InlineData("Never", "exit0,running", "Running")]
    public void The_phase_follows_from_the_containers(string policy, string containers, string phase)
    {
        var pod = PodBench.Pod("p", PodBench.Shell("true"));
        pod.Spec.RestartPolicy = policy;

        Assert.Equal(phase, PodStatusBuilder.Build(pod, Observe(containers), Now).Phase);
    }

    [Fact]
    public void A_failed_init_container_fails_a_pod_that_never_restarts()
    {
        var pod = PodBench.Pod("p", PodBench.Shell("true"));
        pod.Spec.RestartPolicy = "Never";
        pod.Spec.InitContainers = [PodBench.Shell("false", "init")];
        var observed = Observe("waiting") with { IsInitialized = false, InitContainers = [Container("exit1") with { Name = "init" }] };

        var status = PodStatusBuilder.Build(pod, observed, Now);

        Assert.Equal("Failed", status.Phase);
        Assert.Equal("containers with incomplete status: [init]", status.Conditions.Single(condition => condition.Type == "Initialized").Message);
    }

    [Fact]
    public void Conditions_keep_their_transition_time_and_those_of_others_stay()
    {
        var earlier = Now.AddHours(-1);
        var pod = PodBench.Pod("p", PodBench.Shell("true"));
        pod.Status = new V1PodStatus
        {
            Conditions =
            [
                new V1PodCondition { Type = "PodScheduled", Status = "True", LastTransitionTime = earlier },
                new V1PodCondition { Type = "Ready", Status = "False", LastTransitionTime = earlier },
                new V1PodCondition { Type = "example.com/Gate", Status = "True", LastTransitionTime = earlier },
            ],
        };

        var conditions = PodStatusBuilder.Build(pod, Observe("running"), Now).Conditions.ToDictionary(condition => condition.Type);

        Assert.Equal(earlier, conditions["PodScheduled"].LastTransitionTime);
        Assert.Equal(Now, conditions["Ready"].LastTransitionTime);
        Assert.Equal("True", conditions["Ready"].Status);
        Assert.Equal("True", conditions["example.com/Gate"].Status);
    }

    [Fact]
    public void A_readiness_gate_that_is_not_true_keeps_the_pod_unready()
    {
        var pod = PodBench.Pod("p", PodBench.Shell("true"));
        pod.Spec.ReadinessGates = [new V1PodReadinessGate { ConditionType = "example.com/Gate" }];

        var conditions = PodStatusBuilder.Build(pod, Observe("running"), Now).Conditions.ToDictionary(condition => condition.Type);

        Assert.Equal("True", conditions["ContainersReady"].Status);
        Assert.Equal(("False", "ReadinessGatesNotReady"), (conditions["Ready"].Status, conditions["Ready"].Reason));
    }

    [Theory]
    [InlineData(null, null, "BestEffort")]
    [InlineData("1", null, "Burstable")]
    [InlineData("1", "2", "Burstable")]
    [InlineData("1", "1", "Guaranteed")]
    [InlineData(null, "1", "Guaranteed")]
    public void The_quality_of_service_follows_from_requests_and_limits(string? request, string? limit, string expected)
    {
        var container = PodBench.Shell("true");
        container.Resources = new V1ResourceRequirements { Requests = Both(request), Limits = Both(limit) };

        Assert.Equal(expected, QualityOfService.Of(new V1PodSpec { Containers = [container] }));
    }

    private static Dictionary<string, ResourceQuantity>? Both(string? amount) =>
        amount is null ? null : new() { ["cpu"] = new ResourceQuantity(amount), ["memory"] = new ResourceQuantity(amount) };

    private static PodObservation Observe(string containers) => new()
    {
        InitContainers = [],
        Containers = [.. containers.Split(',').Select(Container)],
        IsInitialized = true,
        HasSandbox = true,
        NodeAddress = "10.77.0.11",
        StartTime = Now,
    };

    private static ContainerSnapshot Container(string state)
    {
        var ended = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = state == "exit1" ? 1 : 0 } };
        var waiting = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = "CrashLoopBackOff" } };
        return new ContainerSnapshot
        {
            Name = "main",
            Image = "busybox",
            State = state switch { "running" => new V1ContainerState { Running = new V1ContainerStateRunning() }, "waiting" or "backoff" => waiting, _ => ended },
            LastState = state == "backoff" ? ended : null,
            Ready = state == "running",
        };
    }
}
