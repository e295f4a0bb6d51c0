namespace Operon.Webhooks;

/// <summary>What a validator found.</summary>
public sealed record ValidationResult
{
    /// <summary>Nothing is wrong.</summary>
    public static ValidationResult Valid { get; } = new();

    /// <summary>What is wrong; empty when the object is valid.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>What is not wrong but worth telling the client.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether there are no errors.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>The object is refused for these errors; valid when there are none.</summary>
    public static ValidationResult Of(params IReadOnlyList<FieldError> errors) => new() { Errors = errors };

    /// <summary>The same with warnings added.</summary>
    public ValidationResult WithWarnings(params IReadOnlyList<string> warnings) => this with { Warnings = [.. Warnings, .. warnings] };
}
