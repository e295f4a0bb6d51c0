namespace Operon.ApiServer.Admission;

/// <summary>One rule of the built-in admission chain. Mutators of all plugins run before any validator.</summary>
internal abstract class AdmissionPlugin
{
    public virtual Task MutateAsync(AdmissionRequest request) => Task.CompletedTask;

    public virtual Task ValidateAsync(AdmissionRequest request) => Task.CompletedTask;
}
