namespace Operon.Runtime;

internal static class FinalizerNames
{
    private static readonly string[] _standard = ["orphan", "foregroundDeletion", "kubernetes"];

    /// <summary>The server wants <c>domain/name</c>; saying so here names the place that is wrong.</summary>
    public static void Check(string finalizer)
    {
        ArgumentException.ThrowIfNullOrEmpty(finalizer);
        var slash = finalizer.IndexOf('/', StringComparison.Ordinal);
        if ((slash <= 0 || slash == finalizer.Length - 1) && !_standard.Contains(finalizer))
        {
            throw new ArgumentException($"'{finalizer}' cannot name a finalizer: use a domain you own and a name, such as 'example.com/cleanup'.", nameof(finalizer));
        }
    }
}
