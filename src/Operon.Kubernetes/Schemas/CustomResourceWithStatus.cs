namespace Operon.Kubernetes;

/// <summary>A kind of your own with a status, which makes the definition have the status subresource.</summary>
/// <typeparam name="TSpec">What users wish: the field <c>spec</c>, which is required.</typeparam>
/// <typeparam name="TStatus">What was observed: the field <c>status</c>.</typeparam>
public abstract record CustomResource<TSpec, TStatus> : CustomResource<TSpec>
    where TSpec : class
    where TStatus : class
{
    /// <summary>What was observed; null until somebody has written it.</summary>
    public TStatus? Status { get; init; }
}
