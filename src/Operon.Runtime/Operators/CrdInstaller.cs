using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Installs CustomResourceDefinitions by server-side apply and waits until the server serves them. A newer operator's definition replaces what an older one
/// applied; fields others own are taken over. An operator without the right to install uses what is there: clusters whose definitions come with its manifests are the rule.
/// </summary>
public sealed partial class CrdInstaller(IKubernetesClient client, string fieldManager, TimeProvider time, ILogger logger)
{
    private static readonly ResourceKind<V1SelfSubjectAccessReview> _accessReviews = new(
        new ResourceType("authorization.k8s.io", "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", IsNamespaced: false), KubernetesJson.TypeInfo<V1SelfSubjectAccessReview>(RuntimeJson.Default));

    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Tries until it succeeds: without its definitions an operator has nothing to do. Throws only when cancelled, or <see cref="ArgumentException"/> when
    /// <paramref name="definition"/> is no CustomResourceDefinition.
    /// </summary>
    public async Task InstallAsync(UntypedObject definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Kind != "CustomResourceDefinition")
        {
            throw new ArgumentException($"{definition.Kind} {definition.Metadata.Name} is not a CustomResourceDefinition; install other objects by kubectl or from a reconcile.", nameof(definition));
        }

        while (true)
        {
            try
            {
                if (await MayInstallAsync(definition.Metadata.Name, cancellationToken))
                {
                    await InstallOnceAsync(definition, cancellationToken);
                    return;
                }

                if (await IsServedAsync(definition, cancellationToken))
                {
                    UsedAsItIs(logger, definition.Metadata.Name);
                    return;
                }

                NotInstalled(logger, definition.Metadata.Name, "the operator may not install it and the server does not serve it; install it, or grant create and patch on customresourcedefinitions", _retry);
            }
            catch (Exception e) when (e is KubernetesApiException or HttpRequestException or TimeoutException)
            {
                NotInstalled(logger, definition.Metadata.Name, e.Message, _retry);
            }

            await Task.Delay(_retry, time, cancellationToken);
        }
    }

    // Asked for before, so that an operator without the right, which is the rule, leaves no refused request behind.
    private async Task<bool> MayInstallAsync(string name, CancellationToken cancellationToken)
    {
        var review = await client.Resource(_accessReviews).CreateAsync(
            new V1SelfSubjectAccessReview
            {
                Metadata = new V1ObjectMeta(),
                Spec = new V1SelfSubjectAccessReviewSpec
                {
                    ResourceAttributes = new V1ResourceAttributes { Group = "apiextensions.k8s.io", Resource = "customresourcedefinitions", Verb = "patch", Name = name },
                },
            },
            cancellationToken);
        return review.Status?.Allowed == true;
    }

    private async Task InstallOnceAsync(UntypedObject wanted, CancellationToken cancellationToken)
    {
        var definitions = client.Resource(ResourceKinds.Untyped(ResourceKinds.CustomResourceDefinition.Type));
        var current = await definitions.ApplyAsync(wanted, new WriteOptions { FieldManager = fieldManager, Force = true }, cancellationToken);
        var start = time.GetTimestamp();
        while (Condition(current, "Established") != "True")
        {
            if (Condition(current, "NamesAccepted") == "False")
            {
                throw new TimeoutException($"its names are taken by another one; see status.conditions of the CustomResourceDefinition {wanted.Metadata.Name}");
            }

            if (time.GetElapsedTime(start) > _patience)
            {
                throw new TimeoutException($"it is not established after {_patience}; see its status.conditions");
            }

            await Task.Delay(_poll, time, cancellationToken);
            current = await definitions.GetAsync(null, wanted.Metadata.Name, cancellationToken);
        }

        Installed(logger, wanted.Metadata.Name);
    }

    // Discovery needs no rights.
    private async Task<bool> IsServedAsync(UntypedObject wanted, CancellationToken cancellationToken)
    {
        var spec = wanted.Fields["spec"];
        foreach (var version in spec?["versions"] as JsonArray ?? [])
        {
            if ((bool?)version?["served"] == true
                && await client.FindResourceTypeAsync($"{(string?)spec!["group"]}/{(string?)version["name"]}", (string?)spec["names"]?["kind"] ?? "", cancellationToken) is null)
            {
                return false;
            }
        }

        return true;
    }

    private static string? Condition(UntypedObject definition, string type) =>
        (definition.Fields["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(condition => (string?)condition["type"] == type) is { } found
            ? (string?)found["status"]
            : null;

    [LoggerMessage(211, LogLevel.Information, "CustomResourceDefinition {Name} is established")]
    private static partial void Installed(ILogger logger, string name);

    [LoggerMessage(212, LogLevel.Warning, "CustomResourceDefinition {Name} could not be installed: {Error}; next try in {Retry}")]
    private static partial void NotInstalled(ILogger logger, string name, string error, TimeSpan retry);

    [LoggerMessage(215, LogLevel.Warning, "CustomResourceDefinition {Name} may not be installed by the operator, and the server serves its versions: used as it is")]
    private static partial void UsedAsItIs(ILogger logger, string name);
}
