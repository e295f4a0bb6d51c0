namespace Operon.Runtime;

/// <summary>Dependents of an object failed; the message names each with its reason.</summary>
public sealed class DependentGraphException : AggregateException
{
    private readonly string _message;

    internal DependentGraphException(IReadOnlyList<DependentState> failed, IEnumerable<Exception> errors)
        : base(errors)
    {
        Failed = failed;
        _message = string.Join("; ", failed.Select(node => $"dependent '{node.Name}': {node.Error!.Message}"));
    }

    /// <summary>The dependents that failed.</summary>
    public IReadOnlyList<DependentState> Failed { get; }

    /// <inheritdoc/>
    public override string Message => _message;
}
