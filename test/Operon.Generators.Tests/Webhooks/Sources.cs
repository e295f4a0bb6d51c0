namespace Operon.Generators.Tests;

/// <summary>Programs with webhooks.</summary>
internal static class Sources
{
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Text.Json.Serialization;
        using k8s.Models;
        using Operon.Kubernetes;
        using Operon.Webhooks;
        namespace Demo;

        """;

    /// <summary>The kind Memcached as the generator of definitions leaves it: two versions that know themselves.</summary>
    public const string Kinds = """
        [KubernetesResource("cache.example.com", "v1", Kind = "Memcached")]
        public sealed partial record Memcached : CustomResource<MemcachedSpec>;
        public sealed record MemcachedSpec
        {
            public int? Size { get; init; }
            public required string Image { get; init; }
            public IReadOnlyList<Port> Ports { get; init; } = [];
            public IReadOnlyDictionary<string, string>? Flags { get; init; }
            public TimeSpan? Expiry { get; init; }
            public Mode Mode { get; init; }
        }
        public sealed record Port(string Name, int Number);
        [JsonConverter(typeof(JsonStringEnumConverter<Mode>))] public enum Mode { Fast, Safe }

        [KubernetesResource("cache.example.com", "v1alpha1", Kind = "Memcached")]
        public sealed partial record V1Alpha1Memcached : CustomResource<V1Alpha1MemcachedSpec>;
        public sealed record V1Alpha1MemcachedSpec
        {
            public string? Size { get; init; }
            public required string Image { get; init; }
        }

        [JsonSerializable(typeof(Memcached))]
        [JsonSerializable(typeof(V1Alpha1Memcached))]
        internal sealed partial class ApiJson : JsonSerializerContext;
        """;

    public const string Defaulter = "public ValueTask<Memcached> DefaultAsync(Memcached resource, AdmissionContext context, CancellationToken cancellationToken) => new(resource);";

    public const string Validator =
        "public ValueTask<ValidationResult> ValidateCreateAsync(Memcached resource, AdmissionContext context, CancellationToken cancellationToken) => new(ValidationResult.Valid);";

    public const string DeletionValidator =
        "public ValueTask<ValidationResult> ValidateDeleteAsync(Memcached resource, AdmissionContext context, CancellationToken cancellationToken) => new(ValidationResult.Valid);";

    public const string PodDefaulter = "public ValueTask<V1Pod> DefaultAsync(V1Pod resource, AdmissionContext context, CancellationToken cancellationToken) => new(resource);";

    public const string Converter = """
        public sealed class MemcachedConverter : IConverter<V1Alpha1Memcached, Memcached>
        {
            public Memcached ToHub(V1Alpha1Memcached spoke) => new() { Spec = new() { Image = spoke.Spec.Image, Size = spoke.Spec.Size is null ? null : int.Parse(spoke.Spec.Size) } };
            public V1Alpha1Memcached FromHub(Memcached hub) => new() { Spec = new() { Image = hub.Spec.Image, Size = hub.Spec.Size?.ToString() } };
        }
        """;
}
