using Operon.Cel.Functions;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>URLs and their parts.</summary>
internal static class UrlLibrary
{
    public static void AddTo(FunctionTable table)
    {
        var url = UrlValue.UrlType;
        table.NamedType(url);
        table.Global("url", "string_to_url", url, a => Parse(a[0]), CelType.String);
        table.Global("isURL", "is_url_string", CelType.Bool, a => CelBool.Of(Parse(a[0]) is UrlValue), CelType.String);
        Part("getScheme", "url_get_scheme", u => u.Scheme);
        Part("getHost", "url_get_host", u => u.Host);
        Part("getHostname", "url_get_hostname", u => u.Hostname);
        Part("getPort", "url_get_port", u => u.Port);
        Part("getEscapedPath", "url_get_escaped_path", u => u.EscapedPath());
        table.Member("getQuery", "url_get_query", CelType.Map(CelType.String, ListOfString), a => Query((UrlValue)a[0]), url);

        void Part(string function, string id, Func<UrlValue, string> part) =>
            table.Member(function, id, CelType.String, a => new CelString(part((UrlValue)a[0])), url);
    }

    private static CelValue Parse(CelValue text) =>
        UrlValue.Parse(((CelString)text).Text, out var problem) is { } url ? url : new CelError($"URL parse error during conversion from string: {problem}");

    private static CelValue Query(UrlValue url) =>
        CelValue.MapOf(url.Parameters().GroupBy(p => p.Name, StringComparer.Ordinal)
            .Select(group => new KeyValuePair<string, CelValue>(group.Key, new ArrayList([.. group.Select(p => new CelString(p.Value))]))));
}
