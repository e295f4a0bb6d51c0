using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace Operon.Kubernetes.Tests;

/// <summary>.NET's scalar types have the text forms Kubernetes gives them.</summary>
public sealed partial class ScalarFormTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("1h30m0s", 5_400_000)]
    [InlineData("2m5.5s", 125_500)]
    [InlineData("250ms", 250)]
    [InlineData("-45s", -45_000)]
    [InlineData("49h0m1s", 176_401_000)]
    public void A_time_span_is_written_and_read_as_Go_does(string text, int milliseconds)
    {
        var holder = new Scalars { Span = TimeSpan.FromMilliseconds(milliseconds) };
        Assert.Equal($$"""{"span":"{{text}}"}""", Write(holder));
        Assert.Equal(holder, Read($$"""{"span":"{{text}}"}"""));
    }

    [Theory]
    [InlineData("1.5h", 54_000_000_000)]
    [InlineData("+1m", 600_000_000)]
    [InlineData("100us", 1000)]
    [InlineData("100µs", 1000)]
    [InlineData("1s500ns", 10_000_005)]
    [InlineData("0", 0)]
    public void A_duration_is_read_in_any_form_Go_reads(string text, long ticks) =>
        Assert.Equal(TimeSpan.FromTicks(ticks), Read($$"""{"span":"{{text}}"}""").Span);

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("1x")]
    [InlineData("h")]
    [InlineData("1h-5m")]
    [InlineData("99999999999h")]
    public void What_is_no_duration_is_refused_with_an_example(string text) => Assert.Equal(
        $"'{text}' is not a duration, such as 1h30m, 45s or 250ms.",
        Assert.Throws<JsonException>(() => Read($$"""{"span":"{{text}}"}""")).Message.Split(" Path:")[0]);

    [Fact]
    public void The_smallest_span_has_a_text() => Assert.Equal("""{"span":"-256204778h48m5.4775808s"}""", Write(new Scalars { Span = TimeSpan.MinValue }));

    [Theory]
    [InlineData("""{"address":"10.0.0.1"}""")]
    [InlineData("""{"address":"2001:db8::1"}""")]
    [InlineData("""{"network":"10.0.0.0/8"}""")]
    [InlineData("""{"blob":"aGk="}""")]
    [InlineData("""{"id":"3f2504e0-4f89-11d3-9a0c-0305e82c3301"}""")]
    [InlineData("""{"day":"2026-01-31"}""")]
    [InlineData("""{"home":"https://example.com/"}""")]
    [InlineData("""{"names":["a"]}""")]
    [InlineData("""{"ports":[1,2]}""")]
    [InlineData("""{"numbers":[1]}""")]
    public void Other_scalars_and_collections_come_back_as_they_were(string json) => Assert.Equal(json, Write(Read(json)));

    [Fact]
    public void What_is_no_address_or_network_is_refused()
    {
        Assert.Throws<JsonException>(() => Read("""{"address":"10.0.0"}x"""));
        Assert.Contains("'10.0.0.0' is not an IP network", Assert.Throws<JsonException>(() => Read("""{"network":"10.0.0.0"}""")).Message, StringComparison.Ordinal);
    }

    private static string Write(Scalars value) => JsonSerializer.Serialize(value, KubernetesJson.TypeInfo<Scalars>(ScalarsJson.Default));

    private static Scalars Read(string json) => JsonSerializer.Deserialize(json, KubernetesJson.TypeInfo<Scalars>(ScalarsJson.Default))!;

    internal sealed record Scalars
    {
        public TimeSpan? Span { get; init; }

        public IPAddress? Address { get; init; }

        public IPNetwork? Network { get; init; }

        public byte[]? Blob { get; init; }

        public Guid? Id { get; init; }

        public DateOnly? Day { get; init; }

        public Uri? Home { get; init; }

        public IReadOnlySet<string>? Names { get; init; }

        public ImmutableArray<int>? Ports { get; init; }

        public HashSet<int>? Numbers { get; init; }
    }

    [JsonSerializable(typeof(Scalars))]
    internal sealed partial class ScalarsJson : JsonSerializerContext;
}
