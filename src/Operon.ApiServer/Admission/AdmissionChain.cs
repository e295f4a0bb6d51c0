namespace Operon.ApiServer.Admission;

/// <summary>
/// What a write passes through: the built-in plugins in the real server's order with the webhooks at their end, then the allocation of what only one
/// object can have, then the validators.
/// </summary>
internal sealed class AdmissionChain(IReadOnlyList<AdmissionPlugin> plugins, IReadOnlyList<AdmissionPlugin> webhooks, IReadOnlyList<AdmissionPlugin> allocators)
{
    /// <summary>Runs the mutators; once more when a webhook changed the object, since the others have not seen that.</summary>
    public async Task MutateAsync(AdmissionRequest request)
    {
        await MutateOnceAsync(request).ConfigureAwait(false);
        if (request.Reinvocation.IsNeeded)
        {
            request.Reinvocation.Begin();
            await MutateOnceAsync(request).ConfigureAwait(false);
        }
    }

    /// <summary>Takes addresses and ports, as late as possible: they are held until the commit.</summary>
    public Task AllocateAsync(AdmissionRequest request) => MutateAsync(allocators, request);

    public async Task ValidateAsync(AdmissionRequest request)
    {
        await ValidateAsync(plugins, request).ConfigureAwait(false);
        await ValidateAsync(webhooks, request).ConfigureAwait(false);
    }

    /// <summary>Asks only the webhooks: for deletions, and for subresources that no built-in plugin knows.</summary>
    public async Task AskWebhooksAsync(AdmissionRequest request)
    {
        await MutateAsync(webhooks, request).ConfigureAwait(false);
        if (request.Reinvocation.IsNeeded)
        {
            request.Reinvocation.Begin();
            await MutateAsync(webhooks, request).ConfigureAwait(false);
        }

        await ValidateAsync(webhooks, request).ConfigureAwait(false);
    }

    public Task ValidateBuiltInAsync(AdmissionRequest request) => ValidateAsync(plugins, request);

    private async Task MutateOnceAsync(AdmissionRequest request)
    {
        await MutateAsync(plugins, request).ConfigureAwait(false);
        await MutateAsync(webhooks, request).ConfigureAwait(false);
    }

    private static async Task MutateAsync(IReadOnlyList<AdmissionPlugin> chain, AdmissionRequest request)
    {
        foreach (var plugin in chain)
        {
            await plugin.MutateAsync(request).ConfigureAwait(false);
        }
    }

    private static async Task ValidateAsync(IReadOnlyList<AdmissionPlugin> chain, AdmissionRequest request)
    {
        foreach (var plugin in chain)
        {
            await plugin.ValidateAsync(request).ConfigureAwait(false);
        }
    }
}
