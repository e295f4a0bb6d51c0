using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Xunit;

namespace Operon.Kubernetes.Tests;

/// <summary>Kinds have contexts of their own, so that native programs keep only the models they name; they read and write as the context of all models does.</summary>
public sealed class KindShapeTests
{
    public static TheoryData<string> Names() =>
        [.. new[] { typeof(ResourceKinds), typeof(Subresources) }.SelectMany(owner => owner.GetProperties(BindingFlags.Public | BindingFlags.Static)).Select(property => $"{property.DeclaringType!.Name}.{property.Name}")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_reads_and_writes_as_all_models_do(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var info = Json(name);
        Assert.NotSame(KubernetesJson.Options, info.Options);
        Assert.Equal(Shape(KubernetesJson.Options.GetTypeInfo(info.Type)), Shape(info));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_is_one_object(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Assert.Same(Value(name), Value(name));
    }

    [Fact]
    public void A_kind_gives_the_serialization_of_its_parts()
    {
        var spec = ResourceKinds.Pod.JsonOf<k8s.Models.V1PodSpec>();
        Assert.Same(ResourceKinds.Pod.Json.Options, spec.Options);
        Assert.Throws<NotSupportedException>(ResourceKinds.ConfigMap.JsonOf<k8s.Models.V1PodSpec>);
    }

    private static object Value(string name) =>
        typeof(ResourceKinds).Assembly.GetType($"{typeof(ResourceKinds).Namespace}.{name.Split('.')[0]}")!.GetProperty(name.Split('.')[1])!.GetValue(null)!;

    private static JsonTypeInfo Json(string name) => (JsonTypeInfo)Value(name).GetType().GetProperty("Json")!.GetValue(Value(name))!;

    // One line for each field of each type that can be reached.
    private static List<string> Shape(JsonTypeInfo root)
    {
        var lines = new List<string>();
        var seen = new HashSet<Type> { root.Type };
        var next = new Queue<Type>([root.Type]);
        while (next.TryDequeue(out var type))
        {
            var info = root.Options.GetTypeInfo(type);
            lines.Add($"{type}: {info.Kind} by {info.Converter.GetType()}");
            foreach (var property in info.Properties)
            {
                lines.Add($"{type}.{property.Name}: {property.PropertyType} by {property.CustomConverter?.GetType().ToString() ?? "its type"}, {(property.Get is null ? "not read" : "read")}, {(property.Set is null ? "not set" : "set")}, {(property.IsRequired ? "required" : "optional")}");
            }

            IEnumerable<Type?> parts = [.. info.Properties.Select(property => property.PropertyType), info.ElementType, info.KeyType];
            foreach (var part in parts.OfType<Type>().Where(seen.Add))
            {
                next.Enqueue(part);
            }
        }

        return lines;
    }
}
