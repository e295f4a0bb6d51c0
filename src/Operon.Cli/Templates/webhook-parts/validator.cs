    /// <summary>Judges a new object, and a change by what it leads to. Rules of single fields belong in the definition: as attributes of the spec.</summary>
    public ValueTask<ValidationResult> ValidateCreateAsync(__Model__ resource, AdmissionContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ValidationResult.Valid);
