namespace Operon.Kubernetes;

/// <summary>What a scoped client adds to every call.</summary>
internal sealed record ClientDefaults(bool DryRun = false, string? FieldManager = null, string? FieldValidation = null, string? Namespace = null)
{
    public WriteOptions? Write(WriteOptions? options)
    {
        if (!DryRun && FieldManager is null && FieldValidation is null)
        {
            return options;
        }

        options ??= new WriteOptions();
        return options with
        {
            DryRun = DryRun || options.DryRun,
            FieldManager = options.FieldManager ?? FieldManager,
            FieldValidation = options.FieldValidation ?? FieldValidation,
        };
    }

    public DeleteOptions? Delete(DeleteOptions? options) => DryRun ? (options ?? new DeleteOptions()) with { DryRun = true } : options;

    /// <summary>The namespace of a call. Throws when it is not the one this client may use.</summary>
    public string? InNamespace(ResourceType type, string? namespaceName)
    {
        if (Namespace is null || !type.IsNamespaced)
        {
            return namespaceName;
        }

        return string.IsNullOrEmpty(namespaceName) || namespaceName == Namespace ? Namespace : throw Refusal(namespaceName, type.GroupResource);
    }

    public ArgumentException Refusal(string namespaceName, string what) =>
        new($"{what} in namespace '{namespaceName}': this client is bound to namespace '{Namespace}'. Use the client it was made from.");
}
