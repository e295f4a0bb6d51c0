namespace Operon.Generators;

/// <summary>Writes the class that adds what an assembly holds to an operator.</summary>
internal static class ComponentsSource
{
    private const string HostBuilder = "global::Operon.Runtime.OperatorHostBuilder";
    private const string ClusterBuilder = "global::Operon.Runtime.OperatorClusterBuilder";

    public static SourceWriter Of(string rootNamespace, IReadOnlyList<ReconcilerModel> reconcilers, bool hasDefinitions)
    {
        var writer = SourceWriter.ForFile().Line("#pragma warning disable CS0612, CS0618");
        writer.Line();
        if (rootNamespace.Length > 0)
        {
            writer.Line($"namespace {rootNamespace};").Line();
        }

        writer.Line("/// <summary>Adds what this assembly holds to an operator.</summary>");
        writer.Open("public static partial class OperatorComponents");
        reconcilers = WithDistinctNames(reconcilers);
        WriteComponents(writer, reconcilers.Count > 0, hasDefinitions);
        if (hasDefinitions)
        {
            WriteDefinitions(writer);
        }

        if (reconcilers.Count > 0)
        {
            WriteControllers(writer, reconcilers);
            foreach (var reconciler in reconcilers)
            {
                WriteController(writer, reconciler);
            }
        }

        writer.Line().Line($"static partial void AddGeneratedWebhooks({HostBuilder} builder);");
        return writer.Close();
    }

    // Classes of one name in several namespaces are told apart by these.
    private static IReadOnlyList<ReconcilerModel> WithDistinctNames(IReadOnlyList<ReconcilerModel> reconcilers) =>
        [.. reconcilers.Select(reconciler => reconcilers.Count(other => other.Name == reconciler.Name) == 1
            ? reconciler
            : reconciler with { Name = reconciler.Type.Replace("global::", "").Replace(".", "") })];

    private static void WriteComponents(SourceWriter writer, bool hasControllers, bool hasDefinitions)
    {
        writer.Line("/// <summary>Adds the definitions, controllers and webhooks of this assembly.</summary>");
        writer.Open($"public static {HostBuilder} AddComponents(this {HostBuilder} builder)");
        if (hasDefinitions)
        {
            writer.Line("InstallDefinitions(builder);");
        }

        if (hasControllers)
        {
            writer.Line("AddControllers(builder);");
        }

        writer.Line("AddGeneratedWebhooks(builder);").Line("return builder;").Close();
    }

    private static void WriteDefinitions(SourceWriter writer)
    {
        writer.Line();
        writer.Line("/// <summary>Installs the CustomResourceDefinitions of this assembly at the start. An operator without the right to install them uses those that are there.</summary>");
        writer.Line("public static TBuilder InstallDefinitions<TBuilder>(this TBuilder builder)");
        writer.Open($"    where TBuilder : {ClusterBuilder}");
        writer.Open("foreach (var definition in CustomResourceDefinitions.All)").Line("builder.InstallCrd(definition);").Close().Line("return builder;").Close();
    }

    private static void WriteControllers(SourceWriter writer, IReadOnlyList<ReconcilerModel> reconcilers)
    {
        writer.Line();
        writer.Line("/// <summary>Adds the controllers of all reconcilers of this assembly.</summary>");
        writer.Line("public static TBuilder AddControllers<TBuilder>(this TBuilder builder)");
        writer.Open($"    where TBuilder : {ClusterBuilder}");
        foreach (var reconciler in reconcilers)
        {
            writer.Line($"Add{reconciler.Name}(builder);");
        }

        writer.Line("return builder;").Close();
    }

    private static void WriteController(SourceWriter writer, ReconcilerModel reconciler)
    {
        writer.Line();
        writer.Line($"/// <summary>Adds the controller of <c>{reconciler.Name}</c>.</summary>");
        writer.Line($"public static TBuilder Add{reconciler.Name}<TBuilder>(this TBuilder builder)");
        writer.Open($"    where TBuilder : {ClusterBuilder}");
        foreach (var cache in reconciler.Wakes.Select(wake => wake.Kind).Concat(reconciler.Caches).Select(kind => kind.Expression).Distinct())
        {
            writer.Line($"builder.AddCache({cache});");
        }

        foreach (var mapper in reconciler.Wakes.Select(wake => wake.Mapper).OfType<string>().Distinct())
        {
            writer.Line($"global::Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton<{mapper}>(builder.Services);");
        }

        var call = $"builder.AddReconciler<{reconciler.Type}, {reconciler.Kind.Type}>({reconciler.Kind.Expression}, null, ";
        if (reconciler.Wakes.Count == 0)
        {
            writer.Line(call + "null);");
        }
        else
        {
            writer.Open(call + "static (reconciler, services, controller) =>");
            foreach (var wake in reconciler.Wakes)
            {
                writer.Line($"controller.{wake.Call};");
            }

            writer.Close(");");
        }

        writer.Line("return builder;").Close();
    }
}
