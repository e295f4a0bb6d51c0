using System.Text.Json.Nodes;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Schemas;

public sealed class SampleObjectTests
{
    [Fact]
    public void Fully_filled_samples_of_every_kind_pass_and_keep_every_field()
    {
        var folder = ConformanceData.Folder("samples");
        var served = BuiltInResources.All.Select(resource => $"{resource.GroupVersion}/{resource.Kind}").ToHashSet(StringComparer.Ordinal);
        var (checkedKinds, failures) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            var sample = Tree.Map(File.ReadAllText(file));
            var name = Path.GetFileNameWithoutExtension(file);
            var apiVersion = (sample["apiVersion"]?.GetValue<string>() ?? "").Split('/');
            var schema = apiVersion is [var group, var version]
                ? BuiltInSchemas.Find(group, version, sample["kind"]!.GetValue<string>())
                : BuiltInSchemas.Find("", apiVersion[0], sample["kind"]?.GetValue<string>() ?? "");
            if (schema is null)
            {
                // Versions no server of this release serves, and kinds that never travel as objects.
                Assert.DoesNotContain($"{string.Join('/', apiVersion)}/{sample["kind"]}", served);
                continue;
            }
            checkedKinds++;
            var pruned = (JsonObject)sample.DeepClone();
            var unknown = new List<string>();
            SchemaPruner.Prune(pruned, schema, unknown);
            SchemaPruner.DropNulls(pruned, schema);
            failures.AddRange(unknown.Select(field => $"{name}: unknown field {field}"));
            if (SchemaValidator.CheckTypes(sample, schema) is { } mismatch)
            {
                failures.Add($"{name}: {mismatch}");
            }
            SchemaPruner.DropNulls(sample, schema);
            if (!JsonNode.DeepEquals(sample, pruned))
            {
                failures.Add($"{name}: changed by pruning");
            }
        }

        Assert.Empty(failures);
        Assert.True(checkedKinds >= 100, $"only {checkedKinds} samples have a schema");
    }
}
