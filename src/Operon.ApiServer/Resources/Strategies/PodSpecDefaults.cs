using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>The defaults of a PodSpec, of pods and of every pod template.</summary>
internal static class PodSpecDefaults
{
    public static void ApplyToTemplate(JsonObject? owner)
    {
        if (owner.Map("template") is { } template)
        {
            Apply(template.EnsureMap("spec"));
        }
    }

    public static void Apply(JsonObject spec)
    {
        spec.SetDefaultText("restartPolicy", "Always");
        spec.SetDefault("terminationGracePeriodSeconds", 30);
        spec.SetDefaultText("dnsPolicy", "ClusterFirst");
        spec.EnsureMap("securityContext");
        spec.SetDefaultText("schedulerName", "default-scheduler");
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
        {
            spec.SetDefaultText("serviceAccount", account);
        }
        else if (spec.Text("serviceAccount") is { Length: > 0 } alias)
        {
            spec["serviceAccountName"] = alias;
        }
        foreach (var volume in spec.Maps("volumes"))
        {
            VolumeDefaults.Apply(volume);
        }
        var hostNetwork = spec.Flag("hostNetwork");
        foreach (var container in spec.Maps("initContainers"))
        {
            ContainerDefaults.Apply(container, hostNetwork);
        }
        foreach (var container in spec.Maps("containers"))
        {
            ContainerDefaults.Apply(container, hostNetwork);
        }
        foreach (var constraint in spec.Maps("topologySpreadConstraints"))
        {
            constraint.SetDefaultText("whenUnsatisfiable", "DoNotSchedule");
        }
    }
}
