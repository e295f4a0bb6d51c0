using BenchmarkDotNet.Running;
using Operon.Benchmarks.Figures;

namespace Operon.Benchmarks;

/// <summary>
/// <c>figures api</c>: throughput of the API server. <c>figures etcd</c>: the peer of its log. <c>figures cluster</c>: whole-process figures (start-up, memory, formation,
/// recovery). <c>figures operator [runs]</c>: what the etcd operator does, and the write gaps meanwhile. <c>figures runtime [runs [B1 B7 ...]]</c>: the controller runtime, just in time and ahead of time compiled; its part <c>B3</c> starts
/// <c>figures latency folder runs</c> on one core. Anything else goes to BenchmarkDotNet: <c>--filter '*'</c>.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["figures", "api"]:
                await ApiServerFigures.MeasureAsync();
                return 0;
            case ["figures", "etcd"]:
                await EtcdFigures.MeasureAsync();
                return 0;
            case ["figures", "operator", .. var rest]:
                await OperatorFigures.MeasureAsync(rest is [var times, ..] ? int.Parse(times, System.Globalization.CultureInfo.InvariantCulture) : 3);
                return 0;
            case ["figures", "cluster"]:
                await ClusterFigures.MeasureAsync();
                return 0;
            case ["figures", "runtime", .. var rest]:
                await Figures.Runtime.RuntimeFigures.MeasureAsync(
                    rest is [var runs, ..] ? int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture) : 5, rest.Skip(1).ToHashSet());
                return 0;
            case ["figures", "latency", { } published, { } repeats]:
                await Figures.Runtime.LatencyFigures.MeasureHereAsync(published, int.Parse(repeats, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
                return 0;
        }
    }
}
