namespace Operon.Cel.Libraries;

/// <summary>An absolute URL or an absolute path, taken apart by the rules of an HTTP request line.</summary>
internal sealed class UrlValue : CelOpaque
{
    public static readonly CelType UrlType = CelType.Opaque("kubernetes.URL");

    private UrlValue(string text) => Text = text;

    public override CelType Type => UrlType;

    public override string Text { get; }

    internal override long? Size => Text.Length;

    public string Scheme { get; private set; } = "";

    /// <summary>Host and port, with the brackets of an IPv6 address.</summary>
    public string Host { get; private set; } = "";

    public string Path { get; private set; } = "";

    public string Query { get; private set; } = "";

    public string Hostname => Host.StartsWith("[", StringComparison.Ordinal) ? Host.Substring(1, Host.IndexOf(']') - 1) : PortStart < 0 ? Host : Host.Substring(0, PortStart);

    public string Port => PortStart < 0 ? "" : Host.Substring(PortStart + 1);

    private int PortStart => Host.LastIndexOf(':') is var colon && colon > Host.LastIndexOf(']') ? colon : -1;

    /// <summary>Null, with the reason, when the text is no URL.</summary>
    public static UrlValue? Parse(string text, out string problem)
    {
        problem = $"parse \"{text}\": invalid URI for request";
        if (text.Length == 0)
        {
            problem = "parse \"\": empty url";
            return null;
        }
        if (text.Any(c => c < ' ' || c == '\x7F'))
        {
            problem = $"parse \"{text}\": net/url: invalid control character in URL";
            return null;
        }
        var url = new UrlValue(text);
        var rest = text;
        if (SchemeLength(rest) is var scheme && scheme > 0)
        {
            url.Scheme = rest.Substring(0, scheme).ToLowerInvariant();
            rest = rest.Substring(scheme + 1);
        }
        var question = rest.IndexOf('?');
        if (question >= 0)
        {
            url.Query = rest.Substring(question + 1);
            rest = rest.Substring(0, question);
        }
        if (!rest.StartsWith("/", StringComparison.Ordinal))
        {
            // Opaque URLs (mailto:x) are taken; relative ones are not.
            return url.Scheme.Length > 0 ? url : null;
        }
        if (rest.StartsWith("//", StringComparison.Ordinal) && (url.Scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            var slash = rest.IndexOf('/', 2);
            var authority = slash < 0 ? rest.Substring(2) : rest.Substring(2, slash - 2);
            rest = slash < 0 ? "" : rest.Substring(slash);
            url.Host = authority.Substring(authority.LastIndexOf('@') + 1);
            if (!IsHost(url.Host))
            {
                problem = $"parse \"{text}\": invalid host or port";
                return null;
            }
        }
        url.Path = rest;
        return HasValidEscapes(rest) ? url : null;
    }

    internal override bool EqualTo(CelValue other) => other is UrlValue url && url.Text == Text;

    /// <summary>The parameters; malformed pairs are left out.</summary>
    public IEnumerable<(string Name, string Value)> Parameters()
    {
        foreach (var pair in Query.Split('&').Where(p => p.Length > 0 && p.IndexOf(';') < 0 && HasValidEscapes(p)))
        {
            var equals = pair.IndexOf('=');
            yield return equals < 0 ? (Decode(pair), "") : (Decode(pair.Substring(0, equals)), Decode(pair.Substring(equals + 1)));
        }
    }

    /// <summary>The path with everything outside its alphabet escaped.</summary>
    public string EscapedPath() => string.Concat(CodePoints.Each(Path).Select(c => c.Length == 1 && c[0] is > ' ' and < '\x7F' && "\"<>\\^`{|}".IndexOf(c[0]) < 0 ? c : Uri.EscapeDataString(c)));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static int SchemeLength(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ':')
            {
                return i;
            }
            if (!(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') || (i > 0 && c is (>= '0' and <= '9') or '+' or '-' or '.')))
            {
                return 0;
            }
        }
        return 0;
    }

    private static bool IsHost(string host)
    {
        var close = host.LastIndexOf(']');
        if (host.StartsWith("[", StringComparison.Ordinal) && close < 0)
        {
            return false;
        }
        var rest = host.StartsWith("[", StringComparison.Ordinal) ? host.Substring(close + 1) : host.IndexOf(':') is var colon && colon >= 0 ? host.Substring(colon) : "";
        return (rest.Length == 0 || (rest[0] == ':' && rest.Skip(1).All(c => c is >= '0' and <= '9'))) && host.IndexOfAny([' ', '<', '>', '"', '\\', '^', '`', '{', '|', '}']) < 0;
    }

    private static bool HasValidEscapes(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && !(i + 2 < text.Length && Uri.IsHexDigit(text[i + 1]) && Uri.IsHexDigit(text[i + 2])))
            {
                return false;
            }
        }
        return true;
    }
}
