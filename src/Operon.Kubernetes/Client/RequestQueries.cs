namespace Operon.Kubernetes;

/// <summary>Options to query parameters.</summary>
internal static class RequestQueries
{
    public static QueryString Selection(this QueryString query, ListOptions? options) => query
        .Add("labelSelector", options?.LabelSelector)
        .Add("fieldSelector", options?.FieldSelector);

    public static QueryString Paging(this QueryString query, ListOptions? options) => query
        .Add("limit", options?.Limit)
        .Add("continue", options?.Continue)
        .Add("resourceVersion", options?.ResourceVersion)
        .Add("resourceVersionMatch", options?.ResourceVersionMatch);

    public static QueryString Write(this QueryString query, WriteOptions? options, string? fieldManager) => query
        .Add("fieldManager", options?.FieldManager ?? fieldManager)
        .Add("dryRun", options is { DryRun: true } ? "All" : null)
        .Add("fieldValidation", options?.FieldValidation);

    public static QueryString Additional(this QueryString query, IReadOnlyDictionary<string, string>? parameters)
    {
        foreach (var (name, value) in parameters ?? new Dictionary<string, string>())
        {
            query.Add(name, value);
        }

        return query;
    }
}
