namespace EndToEnd.Sdk;

/// <summary>One project with one kind, for all tests that leave its code as it is: making and building it is what takes time.</summary>
public sealed class DemoProject : IAsyncLifetime
{
    private OperatorProject? _project;

    internal OperatorProject Project => _project ?? throw new InvalidOperationException("The project was not made.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _project = await OperatorProject.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _project?.DisposeAsync() ?? ValueTask.CompletedTask;
}
