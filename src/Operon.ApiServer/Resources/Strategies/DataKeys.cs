using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>What ConfigMap and Secret share: key names, the size limit and <c>immutable</c>.</summary>
internal static partial class DataKeys
{
    private const int MaximumBytes = 1024 * 1024;

    public static void CheckKeys(JsonObject? data, string path, List<FieldError> errors)
    {
        foreach (var (key, _) in data ?? [])
        {
            var problem = key.Length > 253 ? "must be no more than 253 characters"
                : key is "." or ".." ? $"must not be '{key}'"
                : key.StartsWith("..", StringComparison.Ordinal) ? "must not start with '..'"
                : KeyPattern().IsMatch(key) ? null
                : "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
            if (problem is not null)
            {
                errors.Invalid($"{path}[{key}]", key, problem);
            }
        }
    }

    public static long TextBytes(JsonObject? data) => (data ?? []).Sum(member => (long)Encoding.UTF8.GetByteCount(member.Value.AsText() ?? ""));

    public static long Base64Bytes(JsonObject? data) => (data ?? []).Sum(member => (member.Value.AsText()?.TrimEnd('=').Length ?? 0) * 3L / 4);

    public static void CheckSize(long bytes, string path, List<FieldError> errors)
    {
        if (bytes > MaximumBytes)
        {
            errors.Add(FieldError.TooLong(path.Length > 0 ? path : "[]", MaximumBytes));
        }
    }

    public static void CheckImmutable(JsonObject updated, JsonObject old, List<FieldError> errors, params ReadOnlySpan<string> members)
    {
        if (!old.Flag("immutable"))
        {
            return;
        }
        if (!updated.Flag("immutable"))
        {
            errors.Forbidden("immutable", "field is immutable when `immutable` is set");
        }
        foreach (var name in members)
        {
            if (!JsonTree.Same(updated[name], old[name]))
            {
                errors.Forbidden(name, "field is immutable when `immutable` is set");
            }
        }
    }

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex KeyPattern();
}
