// A complete operator. A Website asks for an image and a number of replicas; the operator keeps a Deployment for it, tells in the
// status how far it is, and records an Event. Run it against any cluster: dotnet run --project examples/hello-operator
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using HelloOperator;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;

var builder = OperatorHost.CreateBuilder(args);
builder.InstallCrd(CustomResourceDefinitions.Website);

// Called when a Website or its Deployment has changed: says what should be, whatever the change was.
builder.AddController("website", Website.Resource, async (site, context, cancellation) =>
{
    var isNew = context.Cache(ResourceKinds.Deployment).Find(ObjectKey.Of(site)) is null;
    var labels = new Dictionary<string, string> { ["website"] = site.Metadata.Name };
    var deployment = await context.ApplyOwnedAsync(site, ResourceKinds.Deployment, new V1Deployment
    {
        Metadata = new V1ObjectMeta { Name = site.Metadata.Name, Labels = labels },
        Spec = new V1DeploymentSpec
        {
            Replicas = site.Spec.Replicas,
            Selector = new V1LabelSelector { MatchLabels = labels },
            Template = new V1PodTemplateSpec { Metadata = new() { Labels = labels }, Spec = new() { Containers = [new() { Name = "web", Image = site.Spec.Image }] } },
        },
    });
    if (isNew)
    {
        context.Events.Normal(site, "DeploymentCreated", $"Created Deployment {deployment.Metadata.Name}");
    }

    var ready = deployment.Status?.ReadyReplicas ?? 0;
    var (status, reason) = ready >= site.Spec.Replicas ? ("True", "AllReplicasReady") : ("False", "WaitingForReplicas");
    var message = $"{ready} of {site.Spec.Replicas} replicas are ready";
    var condition = new V1Condition { Type = "Ready", Status = status, Reason = reason, Message = message, ObservedGeneration = site.Metadata.Generation };
    var conditions = Conditions.Set(site.Status?.Conditions, condition, context.Time.GetUtcNow());
    await context.PatchStatusAsync(Website.Resource, site, site with { Status = new WebsiteStatus(ready, conditions) });
    return ReconcileResult.Done;
}, website => website.Owns(ResourceKinds.Deployment));
return await builder.Build().RunAsync();

namespace HelloOperator
{
    /// <param name="Image">Container image of the web server.</param>
    /// <param name="Replicas">How many pods serve the site.</param>
    internal sealed record WebsiteSpec([StringLength(255, MinimumLength = 1)] string Image, [Minimum(0)] int Replicas = 1);

    /// <param name="ReadyReplicas">How many pods are ready.</param>
    /// <param name="Conditions">What is known of the site.</param>
    internal sealed record WebsiteStatus([PrinterColumn("Ready")] int ReadyReplicas, IReadOnlyList<V1Condition> Conditions);

    /// <summary>A site that is served by a Deployment.</summary>
    [KubernetesResource("example.com", "v1", ShortNames = ["web"]), PrinterColumn("Image", "string", ".spec.image")]
    internal sealed partial record Website : CustomResource<WebsiteSpec, WebsiteStatus>;

    [JsonSerializable(typeof(Website))]
    internal sealed partial class WebsiteJson : JsonSerializerContext;
}
