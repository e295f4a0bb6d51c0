using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Makes <c>ConversionRoundTrips</c> in test projects: one method for each converter of the projects under test.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RoundTripsGenerator : IIncrementalGenerator
{
    private const string TestCluster = "Operon.Testing.TestCluster";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var trips = context.CompilationProvider.Select((compilation, _) => Read(compilation)).WithTrackingName("RoundTrips");
        var rootNamespace = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider).Select((both, _) => ProjectOptions.From(both.Left.GlobalOptions, both.Right.AssemblyName).RootNamespace);
        context.RegisterSourceOutput(trips.Combine(rootNamespace), static (output, both) =>
        {
            if (both.Left.Count > 0)
            {
                output.AddSource("ConversionRoundTrips.g.cs", Write(both.Left, both.Right).ToSourceText());
            }
        });
    }

    private static EquatableArray<RoundTripModel> Read(Compilation compilation)
    {
        if (compilation.GetTypeByMetadataName(TestCluster) is null || compilation.GetTypeByMetadataName(WebhookTypes.RoundTrip) is null)
        {
            return EquatableArray<RoundTripModel>.Empty;
        }

        return compilation.SourceModule.ReferencedAssemblySymbols
            .SelectMany(assembly => assembly.GetAttributes())
            .Where(attribute => attribute.AttributeClass.Is(WebhookTypes.GeneratedConverter))
            .Select(attribute => Read(attribute, compilation))
            .OfType<RoundTripModel>()
            .OrderBy(trip => trip.Class, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    private static RoundTripModel? Read(AttributeData attribute, Compilation compilation)
    {
        if (attribute.ConstructorArguments is not [{ Value: INamedTypeSymbol converter }, { Value: INamedTypeSymbol spoke }, { Value: INamedTypeSymbol hub }]
            || !((INamedTypeSymbol[])[converter, spoke, hub]).All(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            || KindReader.Of(spoke, compilation) is not { } spokeKind || KindReader.Of(hub, compilation) is not { } hubKind)
        {
            return null;
        }

        return new RoundTripModel(
            $"{converter.Name}From{hub.Name}To{spoke.Name}",
            converter.GlobalName(),
            converter.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty && compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly)),
            spokeKind.Expression,
            hubKind.Expression,
            new[] { new SampleWriter(compilation, isFilled: true).OfResource(hub), new SampleWriter(compilation, isFilled: false).OfResource(hub) }.OfType<string>().ToEquatableArray());
    }

    private static SourceWriter Write(EquatableArray<RoundTripModel> trips, string rootNamespace)
    {
        var writer = SourceWriter.ForFile();
        writer.Line("#pragma warning disable CS8625, CS0618").Line();
        if (rootNamespace.Length > 0)
        {
            writer.Line($"namespace {rootNamespace};").Line();
        }

        writer.Line("/// <summary>Takes samples of each hub to the other versions and back: nothing may get lost.</summary>");
        writer.Open("internal static partial class ConversionRoundTrips");
        writer.Line("/// <summary>All converters that can be made without arguments.</summary>");
        writer.Open("public static void VerifyAll()");
        foreach (var trip in trips.Where(trip => trip.HasEmptyConstructor))
        {
            writer.Line($"Verify{trip.Name}(new {trip.Class}());");
        }

        writer.Close();
        foreach (var trip in trips)
        {
            writer.Line().Line($"/// <summary>Hub, other version, hub, over an object with all fields and one with the required ones.</summary>");
            writer.Line($"public static void Verify{trip.Name}({trip.Class} converter) =>");
            writer.Line($"    {WebhookTypes.Namespace}.RoundTrip.Verify({trip.Spoke}, {trip.Hub}, converter, [{string.Join(", ", trip.Samples)}]);");
        }

        return writer.Close();
    }
}
