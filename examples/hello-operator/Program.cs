// A complete operator. A Website asks for an image and a number of replicas; the operator keeps a Deployment for it, tells in the
// status how far it is, and records an Event. Run it against any cluster: dotnet run --project examples/hello-operator
using System.Text.Json.Serialization;
using HelloOperator;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;

var websites = ResourceKinds.Custom<Website>(new("example.com", "v1", "Website", "websites", IsNamespaced: true), WebsiteJson.Default);
var builder = OperatorHost.CreateBuilder(args);
builder.InstallCrd(new StreamReader(typeof(Website).Assembly.GetManifestResourceStream("website.crd.yaml")!).ReadToEnd());

// Called when a Website or its Deployment has changed: says what should be, whatever the change was.
builder.AddController("website", websites, async (site, context, cancellation) =>
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
    await context.PatchStatusAsync(websites, site, site with { Status = new WebsiteStatus(ready, conditions) });
    return ReconcileResult.Done;
}, website => website.Owns(ResourceKinds.Deployment));
return await builder.Build().RunAsync();

namespace HelloOperator
{
    internal sealed record WebsiteSpec(string Image, int Replicas = 1);
    internal sealed record WebsiteStatus(int ReadyReplicas, IReadOnlyList<V1Condition> Conditions);
    internal sealed record Website : IKubernetesObject<V1ObjectMeta>
    {
        public string? ApiVersion { get; set; }
        public string? Kind { get; set; }
        public V1ObjectMeta Metadata { get; set; } = new();
        public required WebsiteSpec Spec { get; init; }
        public WebsiteStatus? Status { get; init; }
    }

    [JsonSerializable(typeof(Website))]
    internal sealed partial class WebsiteJson : JsonSerializerContext;
}
