namespace Operon.Generators;

/// <summary>Another kind whose changes wake a reconciler.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Call">The call on the controller's builder that says so, as C#.</param>
/// <param name="Mapper">A type that the services make to say whom a change wakes; null when the reconciler says it.</param>
internal sealed record WakeModel(KindModel Kind, string Call, string? Mapper);
