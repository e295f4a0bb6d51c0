namespace Operon.Kubernetes;

/// <summary>How lists are merged by server-side apply: <c>x-kubernetes-list-type</c>. <c>IReadOnlySet&lt;T&gt;</c> is a set without it.</summary>
/// <param name="type">How items are told apart.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ListTypeAttribute(ListType type) : Attribute
{
    /// <summary>How items are told apart.</summary>
    public ListType Type { get; } = type;
}
