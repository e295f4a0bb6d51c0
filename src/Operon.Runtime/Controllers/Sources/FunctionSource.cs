namespace Operon.Runtime;

internal sealed class FunctionSource<TKey>(string name, Func<SourceContext<TKey>, CancellationToken, Task> run) : ISource<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    public string Name => name;

    public Task RunAsync(SourceContext<TKey> context, CancellationToken cancellationToken) => run(context, cancellationToken);
}
