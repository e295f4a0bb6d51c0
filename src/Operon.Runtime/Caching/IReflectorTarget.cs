namespace Operon.Runtime;

/// <summary>What a reflector keeps up to date.</summary>
internal interface IReflectorTarget<T>
{
    /// <summary>The complete state of the reflector's scope.</summary>
    void Replace(string? namespaceName, IReadOnlyList<T> items, string resourceVersion);

    void Set(string? namespaceName, T resource);

    void Remove(string? namespaceName, T resource);

    /// <summary>Everything up to this version has been delivered.</summary>
    void Advance(string? namespaceName, string resourceVersion);
}
