namespace Operon.ApiServer.Admission;

/// <summary>The built-in plugins in the real server's order.</summary>
internal sealed class AdmissionChain(IReadOnlyList<AdmissionPlugin> plugins)
{
    public async Task MutateAsync(AdmissionRequest request)
    {
        foreach (var plugin in plugins)
        {
            await plugin.MutateAsync(request).ConfigureAwait(false);
        }
    }

    public async Task ValidateAsync(AdmissionRequest request)
    {
        foreach (var plugin in plugins)
        {
            await plugin.ValidateAsync(request).ConfigureAwait(false);
        }
    }
}
