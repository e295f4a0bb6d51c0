namespace Operon.Etcd.Stores;

/// <summary>The address of a request: an encoded path and query parameters in plain text, joined in exactly one way, so that what is signed is what is sent.</summary>
internal sealed record StoreAddress(Uri Endpoint, string EncodedPath)
{
    /// <summary>Query parameters, ordered by name; an empty value is sent as <c>name=</c>.</summary>
    public SortedDictionary<string, string> Query { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Encoded query, without the question mark.</summary>
    public string EncodedQuery => string.Join('&', Query.Select(entry => $"{PercentEncoding.Encode(entry.Key)}={PercentEncoding.Encode(entry.Value)}"));

    public Uri ToUri()
    {
        var query = EncodedQuery;
        return new Uri(
            $"{Endpoint.Scheme}://{Endpoint.Authority}{EncodedPath}{(query.Length > 0 ? "?" : "")}{query}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    /// <summary>The same path with query parameters.</summary>
    public StoreAddress With(params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var query = new SortedDictionary<string, string>(Query, StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            query[name] = value;
        }

        return this with { Query = query };
    }
}
