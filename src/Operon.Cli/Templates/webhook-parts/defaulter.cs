    /// <summary>Fills in what the client left out. Must give the same result when called on its own result.</summary>
    public ValueTask<__Model__> DefaultAsync(__Model__ resource, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(resource);
