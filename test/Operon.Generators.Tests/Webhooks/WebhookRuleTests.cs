using Microsoft.CodeAnalysis;
using Xunit;

namespace Operon.Generators.Tests;

public sealed class WebhookRuleTests
{
    [Theory]
    [InlineData("OP0201", "Operations = WebhookOperations.None", "Hook has no operations")]
    [InlineData("OP0202", "TimeoutSeconds = 0", "TimeoutSeconds of Hook is 0; the API server takes 1 to 30")]
    [InlineData("OP0202", "TimeoutSeconds = 31", "TimeoutSeconds of Hook is 31")]
    [InlineData("OP0209", "NamespaceSelector = \"a in b\"", "NamespaceSelector of Hook: 'a in b' is no requirement")]
    [InlineData("OP0210", "Name = \"hook\"", "must be a domain of at least three parts")]
    [InlineData("OP0207", "Type = WebhookType.Mutating", "is no IDefaulter<T>, IValidator<T> or IAdmissionHandler of that type")]
    public async Task A_wrong_property_is_told_at_the_attribute(string id, string property, string message)
    {
        var found = Assert.Single(await FindAsync($"[Webhook({property})] public sealed class Hook : IValidator<Memcached> {{ {Sources.Validator} }}"));
        Assert.Equal(id, found.Id);
        Assert.Contains(message, found.GetMessage(), StringComparison.Ordinal);
        Assert.Equal($"Webhook({property})", Compiled.TextOf(found));
    }

    [Fact]
    public async Task One_name_cannot_be_that_of_two_webhooks() => Assert.Equal(
        ["OP0210"], (await FindAsync($"[Webhook(Name = \"a.b.c\")] public sealed class Hook : IDefaulter<Memcached>, IValidator<Memcached> {{ {Sources.Defaulter} {Sources.Validator} }}")).Select(one => one.Id));

    [Theory]
    [InlineData("", true)]
    [InlineData("(FailurePolicy = FailurePolicy.Ignore)", false)]
    [InlineData("(NamespaceSelector = \"kubernetes.io/metadata.name notin (kube-system, demo)\")", false)]
    public async Task A_webhook_of_all_pods_that_must_answer_is_warned_of(string arguments, bool isWarned)
    {
        var found = await FindAsync($"[Webhook{arguments}] public sealed class Hook : IDefaulter<V1Pod> {{ {Sources.PodDefaulter} }}");
        Assert.Equal(isWarned ? ["OP0205"] : [], found.Select(one => one.Id));
        Assert.All(found, one => Assert.Equal(DiagnosticSeverity.Warning, one.Severity));
    }

    [Fact]
    public async Task A_handler_says_what_it_is_called_for()
    {
        const string Handler = "public sealed class Hook : IAdmissionHandler { public ValueTask<AdmissionResponse> HandleAsync(AdmissionRequest request, CancellationToken cancellationToken) => new(AdmissionResponse.Allowed()); }";
        Assert.Contains("say Type", Assert.Single(await FindAsync($"[Webhook] {Handler}")).GetMessage(), StringComparison.Ordinal);
        Assert.Contains("say Name, Path", Assert.Single(await FindAsync($"[Webhook(Type = WebhookType.Mutating)] {Handler}")).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_without_the_attribute_is_pointed_out_unless_it_is_added_by_hand()
    {
        Assert.Equal(["OP0208"], (await FindAsync($"public sealed class Hook : IDefaulter<Memcached> {{ {Sources.Defaulter} }}")).Select(one => one.Id));
        Assert.Empty(await FindAsync($"[Webhook(AddedByHand = true)] public sealed class Hook : IDefaulter<Memcached> {{ {Sources.Defaulter} }}"));
    }

    [Theory]
    [InlineData("\"bad name!\", \"true\"", "its name may have letters")]
    [InlineData("\"empty\", \" \"", "the expression is empty")]
    [InlineData("\"no-field\", \"request.user.name != 'us'\"", "user")]
    [InlineData("\"no-bool\", \"request.name\"", "must be of type bool")]
    [InlineData("\"no-syntax\", \"object.spec ==\"", "yntax")]
    public async Task A_match_condition_that_is_none_is_told(string arguments, string message)
    {
        var found = Assert.Single(await FindAsync($"[Webhook] [MatchCondition({arguments})] public sealed class Hook : IDefaulter<Memcached> {{ {Sources.Defaulter} }}"));
        Assert.Equal("OP0206", found.Id);
        Assert.Contains(message, found.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!(request.userInfo.groups.exists(g, g == 'system:nodes')) && object.spec.size > 3 && oldObject == null")]
    [InlineData("authorizer.group('').resource('pods').check('create').allowed()")]
    public async Task A_match_condition_sees_the_objects_the_request_and_the_authorizer(string expression) =>
        Assert.Empty(await FindAsync($"[Webhook] [MatchCondition(\"a\", \"{expression}\")] public sealed class Hook : IDefaulter<Memcached> {{ {Sources.Defaulter} }}"));

    [Fact]
    public async Task A_class_generated_code_cannot_name_is_told() => Assert.Equal(
        ["OP0211"], (await FindAsync($"public static class Outer {{ [Webhook] private sealed class Hook : IDefaulter<Memcached> {{ {Sources.Defaulter} }} }}")).Select(one => one.Id));

    [Fact]
    public async Task A_kind_nobody_knows_is_told() => Assert.Equal(
        ["OP0212"],
        (await FindAsync("""
            public sealed class Plain : k8s.IKubernetesObject<V1ObjectMeta> { public string? ApiVersion { get; set; } public string? Kind { get; set; } public V1ObjectMeta Metadata { get; set; } = new(); }
            [Webhook] public sealed class Hook : IDefaulter<Plain> { public ValueTask<Plain> DefaultAsync(Plain resource, AdmissionContext context, CancellationToken cancellationToken) => new(resource); }
            """)).Select(one => one.Id));

    [Fact]
    public async Task A_version_without_a_converter_is_told_and_so_is_a_second_hub()
    {
        Assert.Empty(await FindAsync(Sources.Converter));
        const string Third = """[KubernetesResource("cache.example.com", "v1beta1", Kind = "Memcached")] public sealed partial record V1Beta1Memcached : CustomResource<MemcachedSpec>; """;
        var missing = Assert.Single(await FindAsync(Third + Sources.Converter));
        Assert.Equal("OP0203", missing.Id);
        Assert.Contains("V1Beta1Memcached is v1beta1 of Memcached", missing.GetMessage(), StringComparison.Ordinal);
        const string SecondHub = """
            public sealed class Z : IConverter<V1Beta1Memcached, V1Alpha1Memcached> { public V1Alpha1Memcached ToHub(V1Beta1Memcached spoke) => null!; public V1Beta1Memcached FromHub(V1Alpha1Memcached hub) => null!; }
            """;
        Assert.Equal(["OP0204"], (await FindAsync(Third + Sources.Converter + SecondHub)).Select(one => one.Id));
    }

    [Fact]
    public void Every_rule_has_a_page()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Operon.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var ids = new WebhookAnalyzer().SupportedDiagnostics.Concat(new ConverterAnalyzer().SupportedDiagnostics).Select(rule => rule.Id).ToArray();
        Assert.Equal(12, ids.Length);
        Assert.All(ids, id => Assert.True(File.Exists(Path.Combine(root, "docs", "rules", $"{id}.md")), id));
    }

    private static async Task<IReadOnlyList<Diagnostic>> FindAsync(string source) =>
        [.. (await Compiled.FromAsync(Sources.Usings + Sources.Kinds, Sources.Usings + source)).Diagnostics.Where(one => one.Id.StartsWith("OP02", StringComparison.Ordinal))];
}
