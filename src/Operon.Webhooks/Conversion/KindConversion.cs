using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>All versions of one kind around their hub.</summary>
internal sealed class KindConversion
{
    private readonly Dictionary<string, ISpokeConversion> _spokes;

    /// <summary>Throws <see cref="ArgumentException"/> when the converters do not fit together.</summary>
    public KindConversion(IReadOnlyList<ISpokeConversion> conversions)
    {
        Hub = conversions[0].Hub;
        if (conversions.FirstOrDefault(one => one.Hub != Hub) is { } other)
        {
            throw new ArgumentException(
                $"{Hub.Kind}.{Hub.Group} has two hubs: {Hub.Version} and {other.Hub.Version}. Convert all versions to and from one, by IConverter<TSpoke, THub> with the same THub.");
        }

        if (conversions.FirstOrDefault(one => one.Spoke.Group != Hub.Group || one.Spoke.Kind != Hub.Kind) is { } foreign)
        {
            throw new ArgumentException($"A converter joins {foreign.Spoke.Kind}.{foreign.Spoke.Group} and {Hub.Kind}.{Hub.Group}; versions are converted within one kind of one group.");
        }

        if (conversions.GroupBy(one => one.Spoke.Version).FirstOrDefault(same => same.Count() > 1 || same.Key == Hub.Version) is { } twice)
        {
            throw new ArgumentException(twice.Key == Hub.Version
                ? $"The version {Hub.Version} of {Hub.Kind}.{Hub.Group} is converted to itself; the hub needs no converter."
                : $"The version {twice.Key} of {Hub.Kind}.{Hub.Group} has two converters; keep one.");
        }

        _spokes = conversions.ToDictionary(one => one.Spoke.ApiVersion);
    }

    public ResourceType Hub { get; }

    /// <summary>The versions that convert.</summary>
    public IReadOnlyList<string> Versions => [Hub.Version, .. _spokes.Values.Select(spoke => spoke.Spoke.Version)];

    /// <summary>The object in another version. Throws <see cref="FormatException"/> for a version without a converter.</summary>
    public JsonObject Convert(JsonObject given, string apiVersion, string desired)
    {
        if (apiVersion == desired)
        {
            return given.DeepClone().AsObject();
        }

        var hub = apiVersion == Hub.ApiVersion ? given : Spoke(apiVersion).ToHub(given);
        return desired == Hub.ApiVersion ? hub : Spoke(desired).FromHub(hub);
    }

    private ISpokeConversion Spoke(string apiVersion) => _spokes.GetValueOrDefault(apiVersion)
        ?? throw new FormatException($"{Hub.Kind} has no converter for {apiVersion}; there are {string.Join(", ", Versions)} of {Hub.Group}");
}
