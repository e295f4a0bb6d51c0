using System.Text.Json.Nodes;
using Xunit;

namespace Operon.ApiServer.Tests;

/// <summary>Short forms for the JSON trees tests are full of.</summary>
internal static class Tree
{
    public static JsonNode Node(string json) => JsonNode.Parse(json)!;

    public static JsonObject Map(string json) => (JsonObject)Node(json);

    public static JsonArray List(string json) => (JsonArray)Node(json);

    public static void Equal(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(Node(expected), actual), $"Expected: {Node(expected).ToJsonString()}\nActual:   {actual?.ToJsonString() ?? "null"}");
}
