using Xunit;

namespace Operon.Generators.Tests;

public sealed class ReconcilerAnalyzerTests
{
    private const string MapRights = "[Rbac<V1ConfigMap>(Verbs.Read)]\n";

    [Fact]
    public async Task A_reconciler_without_the_right_to_watch_its_kind_is_told_the_attribute_to_add()
    {
        var program = await FromAsync($$"""
            [Rbac<V1ConfigMap>(Verbs.Get | Verbs.List)]
            public sealed class A : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} }
            """);

        var found = Assert.Single(program.Diagnostics);
        Assert.Equal("OP0101", found.Id);
        Assert.Equal("A", Compiled.TextOf(found));
        Assert.Contains("grants watch on 'configmaps' of group '': add [Rbac(\"\", \"configmaps\", Verbs.Read)]", found.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_owns_watches_and_reads_from_caches_needs_rights_too()
    {
        var program = await FromAsync($$"""
            {{MapRights}}
            [Owns<V1Deployment>]
            [Watches<V1Node>(nameof(Keys))]
            public sealed class A(ILister<V1Pod> pods) : Reconciler<V1ConfigMap>
            {
                {{OperatorSources.Idle}}
                internal static IEnumerable<ObjectKey> Keys(V1Node node) => pods_(node);
                private static IEnumerable<ObjectKey> pods_(V1Node node) => [];
                public ILister<V1Pod> Pods => pods;
            }
            """);

        Assert.Equal(["OP0101", "OP0101", "OP0101"], program.Ids);
        Assert.Equal(["'deployments'", "'nodes'", "'pods'"], program.Diagnostics.Select(one => one.GetMessage().Split(' ').First(word => word.StartsWith('\''))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rights_of_other_classes_and_of_the_assembly_count()
    {
        var program = await Compiled.FromAsync(
            "[assembly: Operon.Kubernetes.Rbac(\"apps\", \"deployments\", Operon.Kubernetes.Verbs.Read)]",
            OperatorSources.Usings + $$"""
                {{MapRights}} public static class Rights;
                [Owns<V1Deployment>] public sealed class A : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} }
                """);

        Assert.Empty(program.Diagnostics);
    }

    [Fact]
    public async Task Two_controllers_of_one_name_are_refused()
    {
        var program = await FromAsync($$"""
            {{MapRights}} public sealed class A : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} }
            public sealed class B : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} }
            [Controller(Name = "c")] public sealed class C : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} }
            """);

        var found = Assert.Single(program.Diagnostics);
        Assert.Equal(("OP0110", "B"), (found.Id, Compiled.TextOf(found)));
        Assert.Contains("'configmap', as that of Demo.A", found.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_that_attributes_name_must_be_there_with_the_right_shape()
    {
        var program = await FromAsync($$"""
            {{MapRights}}
            [Rbac<V1Pod>(Verbs.Read)]
            [Owns<V1Pod>(Filter = "Missing")]
            [Watches<V1Pod>(nameof(Hidden))]
            public sealed class A : Reconciler<V1ConfigMap>
            {
                {{OperatorSources.Idle}}
                private static IEnumerable<ObjectKey> Hidden(V1Pod pod) => [];
            }
            """);

        Assert.Equal(["OP0113", "OP0113"], program.Ids);
        Assert.Contains("write 'internal bool Missing(V1Pod old, V1Pod now)'", program.Diagnostics[0].GetMessage(), StringComparison.Ordinal);
        Assert.Contains("write 'internal IEnumerable<ObjectKey> Hidden(V1Pod watched)'", program.Diagnostics[1].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_does_not_say_its_kind_is_refused_unless_added_by_hand()
    {
        var program = await FromAsync("""
            public sealed class Lean : k8s.IKubernetesObject<V1ObjectMeta>
            {
                public string ApiVersion { get; set; } = "";
                public string Kind { get; set; } = "";
                public V1ObjectMeta Metadata { get; set; } = new();
            }
            public abstract class Base : Reconciler<Lean>
            {
                public override Task<ReconcileResult> ReconcileAsync(Lean lean, OperatorContext context, CancellationToken cancellation) => Task.FromResult(ReconcileResult.Done);
            }
            public sealed class A : Base;
            [Controller(AddedByHand = true)] public sealed class B : Base;
            """);

        Assert.Equal("A", Compiled.TextOf(Assert.Single(program.Diagnostics, one => one.Id == "OP0112")));
    }

    [Fact]
    public async Task A_namespaced_kind_does_not_own_a_cluster_scoped_one()
    {
        var program = await FromAsync($$"""
            {{MapRights}}
            [Rbac<V1ClusterRole>(Verbs.Read)]
            [Owns<V1ClusterRole>] public sealed class A : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} }
            """);

        Assert.Equal(["OP0115"], program.Ids);
    }

    [Fact]
    public async Task A_reconciler_that_generated_code_cannot_name_is_told()
    {
        var program = await FromAsync($$"""
            {{MapRights}}
            public static class Outer { private sealed class A : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} } }
            """);

        Assert.Equal(["OP0114"], program.Ids);
        Assert.Empty(program.Errors);
    }

    [Theory]
    [InlineData("Thread.Sleep(1);", "Thread.Sleep(1)")]
    [InlineData("var x = Task.FromResult(1).Result;", "Task.FromResult(1).Result")]
    [InlineData("Task.Delay(1).Wait();", "Task.Delay(1).Wait()")]
    [InlineData("Task.WaitAll(Task.Delay(1));", "Task.WaitAll(Task.Delay(1))")]
    [InlineData("Task.Delay(1).GetAwaiter().GetResult();", "Task.Delay(1).GetAwaiter().GetResult()")]
    public async Task Calls_that_block_are_found_in_reconcilers_and_nowhere_else(string call, string found)
    {
        var program = await FromAsync($$"""
            {{MapRights}} public sealed class A : Reconciler<V1ConfigMap> { {{OperatorSources.Idle}} private void Work() { {{call}} } }
            public sealed class Elsewhere { private void Work() { {{call}} } }
            """);

        Assert.Equal("OP0111", Assert.Single(program.Diagnostics).Id);
        Assert.Equal(found, Compiled.TextOf(program.Diagnostics[0]));
    }

    private static Task<Compiled> FromAsync(string source) => Compiled.FromAsync(OperatorSources.Usings + source);
}
