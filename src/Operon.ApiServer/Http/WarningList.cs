using Microsoft.AspNetCore.Http;

namespace Operon.ApiServer.Http;

/// <summary>Warnings for the client, sent as <c>Warning: 299 - "text"</c> headers; each text once, 4 KiB in all.</summary>
internal sealed class WarningList
{
    private const int MaxItem = 256;
    private const int MaxTotal = 4096;
    private readonly Lock _gate = new();
    private readonly List<string> _texts = [];
    private int _total;

    public void Add(string text)
    {
        // Webhooks answer in parallel.
        lock (_gate)
        {
            var item = _total + text.Length > MaxTotal && text.Length > MaxItem ? text[..MaxItem] : text;
            if (!_texts.Contains(item) && _total + item.Length <= MaxTotal)
            {
                _total += item.Length;
                _texts.Add(item);
            }
        }
    }

    public void WriteTo(HttpResponse response)
    {
        foreach (var text in _texts)
        {
            var quoted = new string([.. text.Select(c => c is < ' ' or > '~' ? ' ' : c)]).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            response.Headers.Append("Warning", $"299 - \"{quoted}\"");
        }
    }
}
