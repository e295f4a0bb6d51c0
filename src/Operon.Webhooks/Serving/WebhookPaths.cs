using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>Where webhooks are, as in controller-runtime: the group with dashes for dots, the version and the kind in lower case.</summary>
public static class WebhookPaths
{
    /// <summary>Where kinds are converted.</summary>
    public const string Convert = ConversionEndpoint.Path;

    /// <summary><c>/mutate-apps-v1-deployment</c>; <c>/mutate--v1-pod</c> for the core group.</summary>
    public static string Mutate(ResourceType type) => Of("mutate", type);

    /// <summary><c>/validate-apps-v1-deployment</c>; <c>/validate--v1-pod</c> for the core group.</summary>
    public static string Validate(ResourceType type) => Of("validate", type);

    private static string Of(string prefix, ResourceType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return $"/{prefix}-{type.Group.Replace('.', '-')}-{type.Version}-{type.Kind.ToLowerInvariant()}";
    }
}
