using System.Buffers;
using System.Text.Json;
using Operon.ApiServer.Discovery;

namespace Operon.ApiServer.OpenApi;

/// <summary>Renders the OpenAPI v3 document of one group-version.</summary>
internal sealed class OpenApiWriter(IReadOnlyList<ResourceDefinition> builtIn, IReadOnlyList<CustomResourceOpenApi> customResources)
{
    /// <summary>Part of every hash: raise it when this writer's output changes.</summary>
    public const string FormatVersion = "1";

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            var components = new ComponentWriter(json);
            json.WriteStartObject();
            json.WriteString("openapi", "3.0.0");
            json.WriteStartObject("info");
            json.WriteString("title", "Kubernetes");
            json.WriteString("version", "v1.36.0");
            json.WriteEndObject();
            json.WriteStartObject("paths");
            foreach (var resource in builtIn)
            {
                new OperationWriter(json, components, isCustom: false).WritePaths(resource);
            }
            foreach (var custom in customResources)
            {
                new OperationWriter(json, components, isCustom: true).WritePaths(custom.Resource);
            }
            json.WriteEndObject();
            json.WriteStartObject("components");
            components.WriteSchemas(customResources);
            json.WriteStartObject("securitySchemes");
            json.WriteStartObject("BearerToken");
            json.WriteString("type", "apiKey");
            json.WriteString("description", "Bearer Token authentication");
            json.WriteString("name", "authorization");
            json.WriteString("in", "header");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
