using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.FieldManagement;

/// <summary>Path elements in their FieldsV1 form, and whole paths as error messages show them.</summary>
internal static class PathElements
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Field(string name) => "f:" + name;

    /// <summary>An element of a list of type map; the keys must come sorted by name.</summary>
    public static string Key(JsonObject keys) => "k:" + keys.ToJsonString(s_options);

    /// <summary>An element of a list of type set.</summary>
    public static string Value(JsonNode? value) => "v:" + (value?.ToJsonString(s_options) ?? "null");

    /// <summary>Such as <c>.spec.containers[name="etcd"].image</c>.</summary>
    public static string Text(IEnumerable<string> path)
    {
        var text = new StringBuilder();
        foreach (var element in path)
        {
            switch (element[0])
            {
                case 'f':
                    text.Append('.').Append(element, 2, element.Length - 2);
                    break;
                case 'k' when JsonNode.Parse(element[2..]) is JsonObject keys:
                    text.Append('[').AppendJoin(',', keys.Select(key => $"{key.Key}={key.Value?.ToJsonString(s_options) ?? "null"}")).Append(']');
                    break;
                case 'v':
                    text.Append("[=").Append(element, 2, element.Length - 2).Append(']');
                    break;
                default:
                    text.Append('[').Append(element, 2, element.Length - 2).Append(']');
                    break;
            }
        }
        return text.ToString();
    }
}
