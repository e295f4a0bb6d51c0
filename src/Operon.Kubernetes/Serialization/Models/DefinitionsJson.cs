using System.Text.Json.Serialization;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>CustomResourceDefinitions, with the many types of a schema.</summary>
[JsonSerializable(typeof(V1CustomResourceDefinition))]
internal sealed partial class DefinitionsJson : JsonSerializerContext;
