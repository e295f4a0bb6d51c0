namespace Operon.Generators.Tests;

/// <summary>A kind with all shapes of fields, for tests of apply forms.</summary>
internal static class ApplySources
{
    public const string Garden = """
        using System;
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using k8s;
        using k8s.Models;
        using Operon.Kubernetes;
        namespace Demo;

        [KubernetesResource("example.com", "v1")]
        public sealed partial record Garden : CustomResource<GardenSpec, GardenStatus>;

        public record Named { public string? Title { get; init; } }

        public sealed record GardenSpec : Named
        {
            public int Size { get; init; } = 1;
            public required string Owner { get; init; }
            public bool Open { get; init; }
            public long? Area { get; init; }
            public Season Season { get; init; }
            [JsonPropertyName("soil-kind")] public string? SoilKind { get; init; }
            [JsonIgnore] public string Hidden => "";
            public DateTimeOffset? PlantedAt { get; init; }
            public IReadOnlyList<string> Tags { get; init; } = [];
            public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();
            public Fence? Fence { get; init; }
            public IReadOnlyList<Bed> Beds { get; init; } = [];
            public IReadOnlyDictionary<string, Bed> Named { get; init; } = new Dictionary<string, Bed>();
            public V1LabelSelector? Visitors { get; init; }
            public IntOrString? Port { get; init; }
            [JsonConverter(typeof(JsonStringEnumConverter<Mood>))] public Mood? Mood { get; init; }
        }

        public sealed record Fence(int Height, string? Color = null);
        public sealed record Bed { public required string Name { get; init; } public int Plants { get; init; } public Fence? Edge { get; init; } }
        public sealed record GardenStatus { public string? Phase { get; init; } }
        [JsonConverter(typeof(JsonStringEnumConverter<Season>))] public enum Season { Spring, [JsonStringEnumMemberName("high-summer")] Summer }
        public enum Mood { Calm, Wild }

        [JsonSerializable(typeof(Garden))]
        internal sealed partial class GardenJson : JsonSerializerContext;
        """;
}
