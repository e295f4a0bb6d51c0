using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <summary>The structural rules every CRD schema obeys (apiextensions v1).</summary>
internal static class StructuralSchemaRules
{
    /// <summary><paramref name="path"/> is where the schema stands, such as <c>spec.versions[0].schema.openAPIV3Schema</c>.</summary>
    public static IReadOnlyList<FieldError> Check(JsonObject schema, string path) => new StructuralSchemaCheck().Run(schema, path);
}
