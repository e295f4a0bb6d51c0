using System.Runtime.InteropServices;
using k8s.Models;
using Operon.LocalCluster.Images;
using Operon.LocalCluster.Pods;
using Operon.LocalCluster.Tests.Support;

namespace Operon.LocalCluster.Tests.Pods;

[RunsInNamespace]
public sealed class OperatorImageTests
{
    [Fact(Explicit = true)]
    public async Task The_operators_image_runs_a_dotnet_program_of_this_build()
    {
        await using var bench = await PodBench.CreateAsync();
        var dotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var program = new OperatorProgram(typeof(OperatorImageTests).Assembly.Location, dotnetRoot);
        var services = bench.Services with { Images = new ImageResolver(ImageCatalog.BuiltIn, bench.DataDirectory, program) };
        var pod = PodBench.Pod("operator", new V1Container { Name = "main", Image = "quay.io/coreos/etcd-operator:v0.9.4", Command = ["etcd-operator"], Args = ["-list", "classes", "-noLogo"] });
        pod.Spec.RestartPolicy = "Never";
        await using var worker = new PodWorker(services, pod, TestContext.Current.CancellationToken);

        var status = await bench.StatusAsync(pod, status => status.Phase is "Succeeded" or "Failed", "the program ends", TimeSpan.FromSeconds(60));

        Assert.True(status.Phase == "Succeeded", bench.Describe(pod));
        Assert.Contains(nameof(OperatorImageTests), bench.Log(pod), StringComparison.Ordinal);
        worker.Remove();
    }
}
