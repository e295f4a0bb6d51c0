namespace Operon.Kubernetes;

/// <summary>For callers to whom a certain refusal is as good as success. Other errors pass.</summary>
public static class IgnoredErrors
{
    /// <summary>False when the object does not exist: <c>if (!await pods.DeleteAsync(...).IgnoreNotFoundAsync()) ...</c></summary>
    public static Task<bool> IgnoreNotFoundAsync(this Task call) => IgnoreAsync(call, e => e.IsNotFound);

    /// <summary>Null when the object does not exist.</summary>
    public static Task<T?> IgnoreNotFoundAsync<T>(this Task<T> call)
        where T : class => IgnoreAsync(call, e => e.IsNotFound);

    /// <summary>Null when an object of that name exists.</summary>
    public static Task<T?> IgnoreAlreadyExistsAsync<T>(this Task<T> call)
        where T : class => IgnoreAsync(call, e => e.IsAlreadyExists);

    /// <summary>False when the object changed meanwhile.</summary>
    public static Task<bool> IgnoreConflictAsync(this Task call) => IgnoreAsync(call, e => e.IsConflict);

    /// <summary>Null when the object changed meanwhile or another manager owns a field.</summary>
    public static Task<T?> IgnoreConflictAsync<T>(this Task<T> call)
        where T : class => IgnoreAsync(call, e => e.IsConflict);

    private static async Task<bool> IgnoreAsync(Task call, Func<KubernetesApiException, bool> isIgnored)
    {
        try
        {
            await call;
            return true;
        }
        catch (KubernetesApiException e) when (isIgnored(e))
        {
            return false;
        }
    }

    private static async Task<T?> IgnoreAsync<T>(Task<T> call, Func<KubernetesApiException, bool> isIgnored)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (KubernetesApiException e) when (isIgnored(e))
        {
            return null;
        }
    }
}
