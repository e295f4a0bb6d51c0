using System.Text;
using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>One mapping of a kubeconfig file, with the file it came from: relative names count from there, errors name it.</summary>
internal sealed record KubeconfigSection(JsonObject Json, string File, string Field)
{
    public string? String(string name) => Json[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length == 0 ? null : text,
        _ => throw Error(name, "must be a string; put quotes around it"),
    };

    public bool Flag(string name) => Json[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw Error(name, "must be true or false"),
    };

    public KubeconfigSection? Section(string name) => Json[name] switch
    {
        null => null,
        JsonObject json => new KubeconfigSection(json, File, $"{Field}.{name}"),
        _ => throw Error(name, "must be a mapping"),
    };

    public IReadOnlyList<string> Strings(string name) => Json[name] switch
    {
        null => [],
        JsonArray array => [.. array.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw Error(name, "must be a list of strings; put quotes around each"))],
        _ => throw Error(name, "must be a list of strings"),
    };

    /// <summary>PEM text from <c>name-data</c> (base64) or the file that <c>name</c> names; data wins, as in kubectl.</summary>
    public string? Pem(string name)
    {
        if (String($"{name}-data") is { } data)
        {
            try
            {
                return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            }
            catch (FormatException e)
            {
                throw Error($"{name}-data", "is not base64", e);
            }
        }

        if (FilePath(name) is not { } path)
        {
            return null;
        }

        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error(name, $"names a file that cannot be read: {e.Message}", e);
        }
    }

    public string? FilePath(string name) =>
        String(name) is { } path ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File)) ?? ".", path) : null;

    public KubeconfigException Error(string name, string problem, Exception? inner = null) =>
        new($"{File}: {Field}.{name} {problem}.", inner);
}
