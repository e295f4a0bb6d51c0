using System.Reflection;
using k8s.Models;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Operon.Kubernetes;
using Operon.Runtime;
using Operon.Testing;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class OperatorComponentsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_of_attributes_runs_with_exactly_the_rights_of_its_generated_role()
    {
        var program = await Compiled.FromAsync(OperatorSources.SecretKeeper);
        Assert.Empty(program.Errors);
        Assert.Equal(["OP0103"], program.Ids);
        var assembly = program.Load();
        var roles = RoleSet.Generated(assembly);
        await using var cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true }, Cancellation);
        await cluster.AddUserAsync("keeper", roles, Cancellation);
        var builder = Builder(cluster, "keeper");
        Add(assembly, "AddComponents", builder);
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        var controllers = host.Services.GetRequiredService<ControllerManager>().Controllers;
        Assert.Equal("keeper", Assert.Single(controllers).Name);

        await CreateAsync(cluster, ResourceKinds.ConfigMap, new V1ConfigMap { Metadata = Named("kept", ("keep", "")) });
        await CreateAsync(cluster, ResourceKinds.ConfigMap, new V1ConfigMap { Metadata = Named("other") });
        await WaitForDataAsync(cluster, "");
        await CreateAsync(cluster, ResourceKinds.Service, new V1Service { Metadata = Named("kept"), Spec = new V1ServiceSpec { ClusterIP = "None" } });
        await WaitForDataAsync(cluster, "service");

        Assert.Null(await cluster.Observer.Resource(ResourceKinds.Secret).FindAsync("default", "other", Cancellation));
        cluster.Requests.VerifyRole("keeper", roles);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_service_account_wakes_by_the_mapper_that_the_services_make()
    {
        var assembly = (await Compiled.FromAsync(OperatorSources.SecretKeeper)).Load();
        await using var cluster = await TestCluster.StartAsync(new() { AlwaysInProcess = true }, Cancellation);
        var builder = Builder(cluster, "operon-test-admin", "system:masters");
        Add(assembly, "AddSecretKeeper", builder, typeof(OperatorHostBuilder));
        await using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await CreateAsync(cluster, ResourceKinds.ConfigMap, new V1ConfigMap { Metadata = Named("kept", ("keep", "")) });
        await WaitForDataAsync(cluster, "");

        await CreateAsync(cluster, ResourceKinds.ServiceAccount, new V1ServiceAccount { Metadata = Named("kept") });

        await WaitForDataAsync(cluster, "account");
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Abstract_generic_and_hand_added_reconcilers_are_left_out()
    {
        var program = await Compiled.FromAsync(OperatorSources.Usings + $$"""
            public abstract class Base : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} }
            public sealed class Generic<T> : Base;
            [Controller(AddedByHand = true)] public sealed class ByHand : Base;
            [Rbac("", "configmaps", Verbs.Read)] public sealed class Added : Base;
            """);

        Assert.Equal(["AddAdded", "AddComponents", "AddControllers"], PublicMembers(program));
        Assert.Empty(program.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Kinds_that_somebody_else_defines_are_not_installed(bool isProgram)
    {
        var settings = new ProjectSettings { Properties = { ["OperonProgram"] = isProgram ? "true" : "false" } };

        var program = await Compiled.FromAsync(settings, Sources.Usings + Sources.Kinds.Replace("[KubernetesResource", "[ExcludeFromCrd, KubernetesResource", StringComparison.Ordinal));

        Assert.Empty(program.Errors);
        Assert.Null(program.Compilation.GetTypeByMetadataName("Demo.CustomResourceDefinitions"));
        Assert.Equal(isProgram ? ["AddComponents"] : [], PublicMembers(program));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Converters_are_added_whoever_defines_their_kinds(bool isExcluded)
    {
        var kinds = isExcluded ? Sources.Kinds.Replace("[KubernetesResource", "[ExcludeFromCrd, KubernetesResource", StringComparison.Ordinal) : Sources.Kinds;

        var program = await Compiled.FromAsync(Sources.Usings + kinds, Sources.Usings + Sources.Converter);

        Assert.Empty(program.Errors);
        Assert.Equal(isExcluded ? ["AddComponents", "AddWebhooks"] : ["AddComponents", "AddWebhooks", "InstallDefinitions"], PublicMembers(program));
        Assert.NotNull(program.Compilation.GetTypeByMetadataName("Demo.OperatorComponents")!.GetMembers("AddGeneratedWebhooks").OfType<IMethodSymbol>().Single().PartialImplementationPart);
    }

    [Fact]
    public async Task Classes_of_one_name_are_told_apart_by_their_namespaces()
    {
        var program = await Compiled.FromAsync(OperatorSources.Usings.Replace("namespace Demo;", "", StringComparison.Ordinal) + $$"""
            namespace Demo.A { public sealed class Worker : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} } }
            namespace Demo.B { [Controller(Name = "b")] public sealed class Worker : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} } }
            """);

        Assert.Empty(program.Errors);
        Assert.NotEmpty(program.Compilation.GetTypeByMetadataName("Demo.OperatorComponents")!.GetMembers("AddDemoAWorker"));
        Assert.NotEmpty(program.Compilation.GetTypeByMetadataName("Demo.OperatorComponents")!.GetMembers("AddDemoBWorker"));
    }

    [Fact]
    public async Task A_kind_the_library_has_no_word_for_is_bound_where_it_is_used()
    {
        var program = await Compiled.FromAsync(OperatorSources.Usings + $$"""
            [Owns<V1PodTemplate>]
            [Rbac<V1ConfigMap>(Verbs.Read)]
            [Rbac<V1PodTemplate>(Verbs.Read)]
            public sealed class Router : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} }
            """);

        Assert.Empty(program.Errors);
        Assert.Empty(program.Diagnostics);
        Assert.Contains("\"\", \"v1\", \"PodTemplate\", \"podtemplates\", true", program.Run.GeneratedTrees.Select(tree => tree.ToString()).First(text => text.Contains("OperatorComponents", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    // None when the class is not there.
    private static IReadOnlyList<string> PublicMembers(Compiled program) =>
        [.. (program.Compilation.GetTypeByMetadataName("Demo.OperatorComponents")?.GetMembers() ?? [])
            .Where(member => member.DeclaredAccessibility == Accessibility.Public).Select(member => member.Name).Order(StringComparer.Ordinal)];

    private static OperatorHostBuilder Builder(TestCluster cluster, string user, params string[] groups)
    {
        var builder = OperatorHost.CreateBuilder(["--log-level", "Warning", "--metrics-address", "0", "--health-address", "0", "--namespaces", "default"]);
        builder.Options.Name = "demo";
        builder.ConnectBy(_ => cluster.ClientOptionsFor(user, groups));
        return builder;
    }

    private static void Add(Assembly assembly, string method, OperatorHostBuilder builder, params Type[] typeArguments)
    {
        var add = assembly.GetType("Demo.OperatorComponents")!.GetMethod(method)!;
        (typeArguments.Length > 0 ? add.MakeGenericMethod(typeArguments) : add).Invoke(null, [builder]);
    }

    private static V1ObjectMeta Named(string name, params (string Key, string Value)[] labels) => new()
    {
        Name = name,
        NamespaceProperty = "default",
        Labels = labels.ToDictionary(label => label.Key, label => label.Value),
    };

    private static Task<T> CreateAsync<T>(TestCluster cluster, ResourceKind<T> kind, T resource)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta> => cluster.CreateAsync(kind, resource, Cancellation);

    private static Task<V1ConfigMap> WaitForDataAsync(TestCluster cluster, string seen) => cluster.EventuallyAsync(
        ResourceKinds.ConfigMap, "default", "kept", map => map.Data is { } data && data.TryGetValue("seen", out var value) && value == seen, cancellationToken: Cancellation);
}
