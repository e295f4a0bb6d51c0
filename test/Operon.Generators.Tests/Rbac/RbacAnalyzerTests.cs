using Xunit;

namespace Operon.Generators.Tests;

public sealed class RbacAnalyzerTests
{
    [Theory]
    [InlineData("Rbac(\"apps\", \"deployments\", Verbs.Any)", "OP0102")]
    [InlineData("Rbac(\"apps\", \"*\", Verbs.Get)", "OP0102")]
    [InlineData("Rbac(\"*\", \"deployments\", Verbs.Get)", "OP0102")]
    [InlineData("Rbac(\"\", \"secrets\", Verbs.List)", "OP0103")]
    [InlineData("Rbac(\"core\", [\"pods\", \"secrets\"], Verbs.Get)", "OP0103")]
    [InlineData("Rbac<V1Secret>(Verbs.Watch)", "OP0103")]
    [InlineData("Rbac(\"\", \"nodes\", Verbs.Get, Namespace = \"system\")", "OP0104")]
    [InlineData("Rbac(\"storage.k8s.io\", \"storageclasses\", Verbs.Get, Namespace = \"system\")", "OP0104")]
    [InlineData("Rbac(\"apps\", \"deployments\")", "OP0105")]
    [InlineData("RbacUrl(\"/metrics\", Verbs.None)", "OP0105")]
    [InlineData("Rbac(\"apps\", \"deployments\", Verbs.Create, ResourceNames = [\"one\"])", "OP0106")]
    [InlineData("Rbac(\"apps\", \"Deployment\", Verbs.Get)", "OP0107")]
    [InlineData("Rbac(\"apps\", \"deployments/\", Verbs.Get)", "OP0107")]
    [InlineData("Rbac<PartialObjectMetadata>(Verbs.Get)", "OP0112")]
    public async Task A_right_that_is_wrong_or_too_wide_is_told_at_its_attribute(string attribute, string id)
    {
        var program = await Compiled.FromAsync(OperatorSources.Usings + $"[{attribute}] public sealed class A;");

        Assert.Equal([id], program.Ids);
        Assert.Equal(attribute, Compiled.TextOf(program.Diagnostics[0]));
    }

    [Theory]
    [InlineData("Rbac(\"\", \"secrets\", Verbs.Get, Namespace = \"system\")")]
    [InlineData("Rbac(\"\", \"secrets\", Verbs.Get, ResourceNames = [\"one\"])")]
    [InlineData("Rbac(\"\", \"secrets\", Verbs.Create)")]
    [InlineData("Rbac(\"certificates.k8s.io\", \"signers\", CustomVerbs = [\"sign\"])")]
    [InlineData("Rbac(\"apps\", \"deployments/scale\", Verbs.Update, Namespace = \"system\")")]
    [InlineData("RbacUrl(\"/metrics\", Verbs.Get)")]
    public async Task A_right_that_is_narrow_passes(string attribute) =>
        Assert.Empty((await Compiled.FromAsync(OperatorSources.Usings + $"[{attribute}] public sealed class A;")).Diagnostics);

    [Fact]
    public async Task Rights_on_the_assembly_are_looked_at_too()
    {
        var program = await Compiled.FromAsync("[assembly: Operon.Kubernetes.Rbac(\"\", \"secrets\", Operon.Kubernetes.Verbs.Get)]");

        Assert.Equal(["OP0103"], program.Ids);
    }
}
