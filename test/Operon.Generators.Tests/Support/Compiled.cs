using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Operon.Generators.Tests;

/// <summary>A program compiled in memory with the generators and analyzers of Operon and those of .NET's JSON.</summary>
internal sealed class Compiled
{
    private static readonly string[] _referenced =
        ["System.", "netstandard.", "mscorlib.", "KubernetesClient", "Operon.Kubernetes.", "Operon.Runtime.", "Operon.Webhooks.", "Microsoft.Extensions."];

    private static readonly ImmutableArray<MetadataReference> _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => _referenced.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private Compiled(CSharpCompilation compilation, GeneratorDriverRunResult run, ImmutableArray<Diagnostic> diagnostics)
    {
        Compilation = compilation;
        Run = run;
        Diagnostics = diagnostics;
    }

    /// <summary>The program with everything that was generated.</summary>
    public CSharpCompilation Compilation { get; }

    public GeneratorDriverRunResult Run { get; }

    /// <summary>What Operon's rules and generators say, in the order of positions.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The manifests the assembly carries: path to JSON.</summary>
    public IReadOnlyDictionary<string, string> Manifests => Compilation.Assembly.GetAttributes()
        .Where(attribute => attribute.AttributeClass?.Name == "GeneratedManifestAttribute")
        .ToDictionary(attribute => (string)attribute.ConstructorArguments[0].Value!, attribute => (string)attribute.ConstructorArguments[1].Value!);

    /// <summary>A program before the generators run: what a test of incremental steps starts from.</summary>
    public static CSharpCompilation Program(params string[] sources) => CSharpCompilation.Create(
        "Demo",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"File{index}.cs")),
        _references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>All generators of Operon.</summary>
    public static ImmutableArray<ISourceGenerator> Generators { get; } =
    [
        .. typeof(CustomResourceGenerator).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<GeneratorAttribute>() is not null)
            .Select(type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator()),
    ];

    /// <summary>All analyzers of Operon.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(CustomResourceGenerator).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>Compiles sources with what the generators add to them.</summary>
    public static Task<Compiled> FromAsync(params string[] sources) => FromAsync(new ProjectSettings(), sources);

    /// <summary>Compiles with settings of the project file and additional files.</summary>
    public static async Task<Compiled> FromAsync(ProjectSettings settings, params string[] sources)
    {
        var options = new AnalyzerOptions(
            [.. settings.AdditionalFiles.Select(file => (AdditionalText)new TextInMemory(file.Key, file.Value))],
            settings);
        ImmutableArray<ISourceGenerator> generators = settings.IsSchemaOnly || settings.SkipsJsonGenerator ? Generators : [.. Generators, JsonGenerator()];
        var driver = CSharpGeneratorDriver.Create(generators, options.AdditionalFiles, ParseOptions, settings)
            .RunGeneratorsAndUpdateCompilation(Program(sources), out var after, out var reported, TestContext.Current.CancellationToken);
        var compilation = (CSharpCompilation)after;
        var found = Analyzers.IsEmpty || settings.IsSchemaOnly
            ? []
            : await compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return new Compiled(
            compilation,
            driver.GetRunResult(),
            [.. reported.Concat(found).OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)]);
    }

    /// <summary>The ids of what was found, in order.</summary>
    public IEnumerable<string> Ids => Diagnostics.Select(diagnostic => diagnostic.Id);

    /// <summary>What the compiler itself has against the program with its generated parts; empty when all is well.</summary>
    public IEnumerable<Diagnostic> Errors => Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id is not "CS1591" and not "CS1573");

    /// <summary>The source text under a diagnostic.</summary>
    public static string TextOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    /// <summary>Emits the program and loads it.</summary>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        var result = Compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }

    private static ISourceGenerator JsonGenerator()
    {
        // The generator ships with the reference pack of .NET, beside the SDK the tests were started by.
        var packs = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var path = Directory.GetDirectories(packs, "10.*")
            .Select(pack => Path.Combine(pack, "analyzers", "dotnet", "cs", "System.Text.Json.SourceGeneration.dll"))
            .Last(File.Exists);
        var type = Assembly.LoadFrom(path).GetTypes().Single(type => type.GetCustomAttribute<GeneratorAttribute>() is not null);
        return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }

    private sealed class TextInMemory(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
