using k8s.Models;

namespace Operon.LocalCluster.Pods;

/// <summary>A container at one moment, in the words of its status.</summary>
internal sealed record ContainerSnapshot
{
    public required string Name { get; init; }

    public required V1ContainerState State { get; init; }

    public V1ContainerState? LastState { get; init; }

    public int RestartCount { get; init; }

    public bool Ready { get; init; }

    public bool Started { get; init; }

    public required string Image { get; init; }

    public string ImageId { get; init; } = "";

    public string? ContainerId { get; init; }

    public bool HasSucceeded => State.Terminated is { ExitCode: 0 };

    public V1ContainerStatus ToStatus() => new()
    {
        Name = Name,
        State = State,
        LastState = LastState ?? new V1ContainerState(),
        RestartCount = RestartCount,
        Ready = Ready,
        Started = Started,
        Image = Image,
        ImageID = ImageId,
        ContainerID = ContainerId,
    };
}
