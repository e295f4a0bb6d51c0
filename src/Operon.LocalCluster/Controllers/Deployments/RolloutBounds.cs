using System.Globalization;
using k8s.Models;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>How far a rollout may go above and below the wanted number of pods.</summary>
internal readonly record struct RolloutBounds(int MaxSurge, int MaxUnavailable)
{
    /// <summary>Surge rounds up, unavailability down; when both come to zero one pod may be missing, or nothing would ever move.</summary>
    public static RolloutBounds Of(V1Deployment deployment)
    {
        if (deployment.Spec.Strategy?.Type == "Recreate")
        {
            return default;
        }

        var replicas = deployment.Spec.Replicas ?? 1;
        var rolling = deployment.Spec.Strategy?.RollingUpdate;
        var surge = Resolve(rolling?.MaxSurge, replicas, roundUp: true);
        var unavailable = Math.Min(replicas, Resolve(rolling?.MaxUnavailable, replicas, roundUp: false));
        return new(surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
    }

    /// <summary>A number, or a percentage of <paramref name="total"/>; 25 % when absent.</summary>
    public static int Resolve(IntOrString? value, int total, bool roundUp)
    {
        var text = value?.Value ?? "25%";
        if (!text.EndsWith('%'))
        {
            return int.Parse(text, CultureInfo.InvariantCulture);
        }

        var share = int.Parse(text[..^1], CultureInfo.InvariantCulture) * total;
        return roundUp ? (share + 99) / 100 : share / 100;
    }
}
