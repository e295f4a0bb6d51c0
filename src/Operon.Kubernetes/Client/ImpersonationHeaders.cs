using System.Net.Http.Headers;

namespace Operon.Kubernetes;

/// <summary>
/// Impersonate headers. The server takes each line as one group; the HTTP handler writes several values of a header as one line, which would be one
/// group with a comma in its name. Further values therefore travel behind a separator that <see cref="HeaderLineStream"/> turns into line ends.
/// </summary>
internal static class ImpersonationHeaders
{
    public static bool NeedsLines(Impersonation who) => who.Groups.Count > 1 || who.Extra.Any(extra => extra.Value.Count > 1);

    public static void Add(HttpRequestHeaders headers, Impersonation who)
    {
        Add(headers, "Impersonate-User", [who.User]);
        Add(headers, "Impersonate-Uid", who.Uid is { } uid ? [uid] : []);
        Add(headers, "Impersonate-Group", who.Groups);
        foreach (var (name, values) in who.Extra)
        {
            Add(headers, $"Impersonate-Extra-{Uri.EscapeDataString(name)}", values);
        }
    }

    private static void Add(HttpRequestHeaders headers, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        if (values.FirstOrDefault(value => value.Any(char.IsControl)) is { } broken)
        {
            throw new ArgumentException($"Impersonate: the value '{broken}' for {name} holds a control character.");
        }

        headers.TryAddWithoutValidation(name, string.Join($"{HeaderLineStream.Separator}{name}: ", values));
    }
}
