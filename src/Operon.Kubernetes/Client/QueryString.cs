using System.Globalization;
using System.Text;

namespace Operon.Kubernetes;

/// <summary>Collects query parameters; unset ones are left out.</summary>
internal sealed class QueryString(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _separator = '?';

    public QueryString Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    public QueryString Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryString Add(string name, bool value) => Add(name, value ? "true" : null);

    public Uri ToUri() => new(_text.ToString(), UriKind.Relative);
}
