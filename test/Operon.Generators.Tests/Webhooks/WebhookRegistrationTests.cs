using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Operon.Webhooks;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class WebhookRegistrationTests
{
    private static string Program => $$"""
        {{Sources.Usings}}
        [Webhook] public sealed class Hook : IDefaulter<Memcached>, IValidator<Memcached> { {{Sources.Defaulter}} {{Sources.Validator}} }
        [Webhook(FailurePolicy = FailurePolicy.Ignore, Path = "/pods")] public sealed class PodHook : IDefaulter<V1Pod> { {{Sources.PodDefaulter}} }
        {{Sources.Converter}}
        public static class Entry { public static Operon.Runtime.OperatorHost Build() => OperatorComponents.AddWebhooks(Operon.Runtime.OperatorHost.CreateBuilder([])).Build(); }
        """;

    private static string Kinds => Sources.Usings + Sources.Kinds;

    [Fact]
    public async Task The_generated_registration_compiles_without_warnings()
    {
        var program = await Compiled.FromAsync(Kinds, Program);
        Assert.Empty(program.Errors);
        var source = program.Run.GeneratedTrees.Single(tree => tree.FilePath.EndsWith("Webhooks.g.cs", StringComparison.Ordinal)).ToString();
        Assert.Contains("AddDefaulter<global::Demo.Memcached, global::Demo.Hook>(builder, global::Demo.Memcached.Resource);", source, StringComparison.Ordinal);
        Assert.Contains("AddDefaulter<global::k8s.Models.V1Pod, global::Demo.PodHook>(builder, global::Operon.Kubernetes.ResourceKinds.Pod, \"/pods\");", source, StringComparison.Ordinal);
        Assert.Contains("AddConverter<global::Demo.V1Alpha1Memcached, global::Demo.Memcached, global::Demo.MemcachedConverter>", source, StringComparison.Ordinal);
        Assert.Contains("static partial void AddGeneratedWebhooks(", source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_project_gets_a_round_trip_that_finds_what_a_converter_loses()
    {
        var program = await Compiled.FromAsync(Kinds, Program);
        using var image = new MemoryStream();
        var emitted = program.Compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        var demo = Assembly.Load(image.ToArray());
        var tests = Compiled.Program("""
            namespace Demo.Tests;
            public static class Entry { public static void Verify() => Demo.ConversionRoundTrips.VerifyAll(); public static System.Type Uses => typeof(Operon.Testing.TestCluster); }
            """).WithAssemblyName("Demo.Tests").AddReferences(
            MetadataReference.CreateFromImage(image.ToArray()), MetadataReference.CreateFromFile(typeof(Operon.Testing.TestCluster).Assembly.Location));
        CSharpGeneratorDriver.Create([new RoundTripsGenerator().AsSourceGenerator()], [], Compiled.ParseOptions, new ProjectSettings())
            .RunGeneratorsAndUpdateCompilation(tests, out var after, out _, TestContext.Current.CancellationToken);
        Assert.Empty(after.GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity >= DiagnosticSeverity.Warning && one.Id != "CS1591"));
        using var testImage = new MemoryStream();
        Assert.True(after.Emit(testImage, cancellationToken: TestContext.Current.CancellationToken).Success);
        AppDomain.CurrentDomain.AssemblyResolve += (_, asked) => asked.Name == demo.FullName ? demo : null;
        var verify = Assembly.Load(testImage.ToArray()).GetType("Demo.Tests.Entry")!.GetMethod("Verify")!;
        var failure = Assert.IsType<ConversionLossException>(Assert.Throws<TargetInvocationException>(() => verify.Invoke(null, null)).InnerException);

        // Size and image have a place in v1alpha1, the others have not.
        Assert.Equal(
            ["/spec/expiry", "/spec/flags", "/spec/mode", "/spec/ports/0", "/spec/ports/1"],
            failure.Fields.Select(field => field.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_that_touches_no_webhook_runs_no_step_again()
    {
        await Task.CompletedTask;
        var before = Compiled.Program(Kinds, Program, "namespace Demo; public sealed class Other;");
        var driver = CSharpGeneratorDriver.Create(
            [new WebhooksGenerator().AsSourceGenerator()], [], Compiled.ParseOptions, new ProjectSettings(), new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(before, TestContext.Current.CancellationToken);
        var changed = before.ReplaceSyntaxTree(before.SyntaxTrees[2], CSharpSyntaxTree.ParseText("namespace Demo; public sealed class Other { public int X; }", Compiled.ParseOptions, "File2.cs", cancellationToken: TestContext.Current.CancellationToken));
        var steps = driver.RunGenerators(changed, TestContext.Current.CancellationToken).GetRunResult().Results[0].TrackedSteps;
        foreach (var name in (string[])["Webhooks", "Converters"])
        {
            Assert.All(steps[name].SelectMany(step => step.Outputs), output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{name}: {output.Reason}"));
        }
    }
}
