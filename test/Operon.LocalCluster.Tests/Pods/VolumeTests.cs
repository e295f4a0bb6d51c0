using k8s.Models;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Pods;

[RunsInNamespace]
public sealed class VolumeTests
{
    [Fact(Explicit = true)]
    public async Task A_pod_sees_config_secret_token_and_fields_and_follows_their_changes()
    {
        await using var bench = await PodBench.CreateAsync();
        bench.Api.ConfigMaps["settings"] = new V1ConfigMap { Data = new Dictionary<string, string> { ["mode"] = "slow", ["other"] = "x" } };
        bench.Api.Secrets["key"] = new V1Secret { Data = new Dictionary<string, byte[]> { ["password"] = "pass"u8.ToArray() } };
        var pod = PodBench.Pod("volumes", PodBench.Shell(
            "cat /all/password /all/token /all/name; echo; cat /config/mode.txt; echo; ls /config; cat /single; echo; touch /config/x 2>/dev/null || echo read-only; touch /mem/x && echo writable; "
            + "until grep -q fast /config/mode.txt; do sleep 0.05; done; echo changed; exec sleep 60"));
        pod.Spec.ServiceAccountName = "robot";
        pod.Spec.Volumes =
        [
            new V1Volume { Name = "config", ConfigMap = new V1ConfigMapVolumeSource { Name = "settings", Items = [new V1KeyToPath { Key = "mode", Path = "mode.txt" }] } },
            new V1Volume { Name = "mem", EmptyDir = new V1EmptyDirVolumeSource { Medium = "Memory" } },
            new V1Volume
            {
                Name = "all",
                Projected = new V1ProjectedVolumeSource
                {
                    Sources =
                    [
                        new V1VolumeProjection { Secret = new V1SecretProjection { Name = "key" } },
                        new V1VolumeProjection { ServiceAccountToken = new V1ServiceAccountTokenProjection { Path = "token" } },
                        new V1VolumeProjection { DownwardAPI = new V1DownwardAPIProjection { Items = [new V1DownwardAPIVolumeFile { Path = "name", FieldRef = new V1ObjectFieldSelector { FieldPath = "metadata.labels['app']" } }] } },
                        new V1VolumeProjection { ConfigMap = new V1ConfigMapProjection { Name = "absent", Optional = true } },
                    ],
                },
            },
        ];
        pod.Spec.Containers[0].VolumeMounts =
        [
            new V1VolumeMount { Name = "config", MountPath = "/config" },
            new V1VolumeMount { Name = "config", MountPath = "/single", SubPath = "mode.txt" },
            new V1VolumeMount { Name = "all", MountPath = "/all" },
            new V1VolumeMount { Name = "mem", MountPath = "/mem" },
        ];
        bench.Start(pod);

        await Eventually.TrueAsync(
            () => bench.Log(pod) == "passtoken-of-robotvolumes\nslow\nmode.txt\nslow\nread-only\nwritable", "the container sees its volumes", explain: () => bench.Describe(pod));
        bench.Api.ConfigMaps["settings"] = new V1ConfigMap { Data = new Dictionary<string, string> { ["mode"] = "fast" } };
        await Eventually.TrueAsync(() => bench.Log(pod).EndsWith("changed", StringComparison.Ordinal), "the change arrives", explain: () => bench.Describe(pod));
    }

    [Fact(Explicit = true)]
    public async Task A_missing_source_is_told_and_waited_for()
    {
        await using var bench = await PodBench.CreateAsync();
        var pod = PodBench.Pod("waiting", PodBench.Shell("sleep 60"));
        pod.Spec.Volumes = [new V1Volume { Name = "config", ConfigMap = new V1ConfigMapVolumeSource { Name = "late" } }];
        pod.Spec.Containers[0].VolumeMounts = [new V1VolumeMount { Name = "config", MountPath = "/config" }];
        pod.Spec.Containers[0].EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "later" } }];
        bench.Start(pod);

        await Eventually.TrueAsync(
            () => bench.Api.Events.Any(text => text == "Warning FailedMount MountVolume.SetUp failed for volume \"config\" : configmap \"late\" not found"), "the missing ConfigMap is told");
        bench.Api.ConfigMaps["late"] = new V1ConfigMap();
        await bench.StatusAsync(pod, status => status.ContainerStatuses[0].State.Waiting is { Reason: "CreateContainerConfigError", Message: "secret \"later\" not found" }, "the missing Secret is told");
        bench.Api.Secrets["later"] = new V1Secret();
        await bench.StatusAsync(pod, PodBench.IsReady, "the pod runs once all is there");
    }
}
