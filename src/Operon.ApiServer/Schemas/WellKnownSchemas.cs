namespace Operon.ApiServer.Schemas;

/// <summary>Schemas every object shares.</summary>
internal static class WellKnownSchemas
{
    public static Schema String { get; } = new() { Type = SchemaType.String };

    /// <summary>Any JSON value, kept as it is.</summary>
    public static Schema Anything { get; } = new() { PreserveUnknownFields = true, Nullable = true };

    /// <summary>metav1.ObjectMeta.</summary>
    public static Schema ObjectMeta => BuiltInSchemas.Definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
}
