namespace Operon.Webhooks;

/// <summary>
/// Puts a class that is <see cref="IDefaulter{T}"/>, <see cref="IValidator{T}"/> or <see cref="IAdmissionHandler"/> into the generated
/// <c>webhook/manifests.yaml</c> and into <c>AddWebhooks</c>. Everything has a default but for handlers, which must say <see cref="Type"/>, <see cref="Groups"/>,
/// <see cref="Versions"/>, <see cref="Resources"/> and <see cref="Operations"/>. May be given twice with different <see cref="Type"/>s.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class WebhookAttribute : Attribute
{
    /// <summary>Which of the class's webhooks this is about. Default: both.</summary>
    public WebhookType Type { get; set; }

    /// <summary>
    /// What it is called for. Default: creation and update, and for validators with an own <see cref="IValidator{T}.ValidateDeleteAsync"/> deletion too.
    /// </summary>
    public WebhookOperations Operations { get; set; }

    /// <summary>What becomes of a request when the webhook cannot be called. Default <see cref="FailurePolicy.Fail"/>.</summary>
    public FailurePolicy FailurePolicy { get; set; }

    /// <summary>Whether requests for other versions of the kind are converted and sent too. Default <see cref="MatchPolicy.Equivalent"/>.</summary>
    public MatchPolicy MatchPolicy { get; set; }

    /// <summary>What else it changes. Default <see cref="SideEffects.None"/>.</summary>
    public SideEffects SideEffects { get; set; }

    /// <summary>Whether a mutating webhook is called again when a later one has changed the object. Default <see cref="ReinvocationPolicy.Never"/>.</summary>
    public ReinvocationPolicy ReinvocationPolicy { get; set; }

    /// <summary>Seconds the API server waits, 1 to 30. Default 10, the server's.</summary>
    public int TimeoutSeconds { get; set; }

    /// <summary>Name in the configuration, a domain of at least three parts. Default <c>mmemcached-v1.kb.io</c> and <c>vmemcached-v1.kb.io</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Where it is served. Default as <see cref="WebhookPaths"/>.</summary>
    public string? Path { get; set; }

    /// <summary>API groups it is called for. Default: the kind's.</summary>
    public string[]? Groups { get; set; }

    /// <summary>API versions it is called for. Default: the kind's.</summary>
    public string[]? Versions { get; set; }

    /// <summary>Plurals, with subresources such as <c>pods/status</c>. Default: the kind's.</summary>
    public string[]? Resources { get; set; }

    /// <summary>Cluster-scoped objects, namespaced ones, or (the default) both.</summary>
    public WebhookScope Scope { get; set; }

    /// <summary>Versions of AdmissionReview in the order of preference. Default <c>v1</c>.</summary>
    public string[]? AdmissionReviewVersions { get; set; }

    /// <summary>
    /// Labels of the namespaces it is called for, as on the command line: <c>kubernetes.io/metadata.name notin (kube-system),team</c>. Default: all.
    /// </summary>
    public string? NamespaceSelector { get; set; }

    /// <summary>Labels of the objects it is called for. Default: all. Users can choose them, so this is no protection.</summary>
    public string? ObjectSelector { get; set; }

    /// <summary>Name of the Service. Default <c>webhook-service</c>, which kustomize prefixes.</summary>
    public string? ServiceName { get; set; }

    /// <summary>Namespace of the Service. Default <c>system</c>, which kustomize replaces.</summary>
    public string? ServiceNamespace { get; set; }

    /// <summary>Port of the Service. Default 443.</summary>
    public int ServicePort { get; set; }

    /// <summary>An https URL in the place of the Service.</summary>
    public string? Url { get; set; }

    /// <summary>Generates nothing: the program adds the class itself and brings its own configuration. Default false.</summary>
    public bool AddedByHand { get; set; }
}
