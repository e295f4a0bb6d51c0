using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>apiextensions.k8s.io/v1 CustomResourceDefinition; the schemas inside are checked where they are compiled.</summary>
internal sealed class CustomResourceDefinitionStrategy : ResourceStrategy
{
    public override bool AllowsUnconditionalUpdate => false;

    public override bool HasStatus => true;

    public override bool HasGeneration => true;

    public override void Default(JsonObject resource)
    {
        var spec = resource.EnsureMap("spec");
        var names = spec.EnsureMap("names");
        if (names.Text("kind") is { Length: > 0 } kind)
        {
#pragma warning disable CA1308 // The singular name is the kind in lower case by rule.
            names.SetDefaultText("singular", kind.ToLowerInvariant());
#pragma warning restore CA1308
            names.SetDefaultText("listKind", kind + "List");
        }
        spec.EnsureMap("conversion").SetDefaultText("strategy", "None");
        if (spec.Map("conversion").Map("webhook").Map("clientConfig").Map("service") is { } service)
        {
            service.SetDefault("port", 443);
        }
    }

    protected override JsonObject InitialStatus(JsonObject resource) => new()
    {
        ["conditions"] = new JsonArray(),
        ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
        ["storedVersions"] = new JsonArray([.. StorageVersions(resource).Select(name => (JsonNode)name)]),
    };

    public override void PrepareForUpdate(JsonObject updated, JsonObject old)
    {
        base.PrepareForUpdate(updated, old);
        var stored = updated.EnsureMap("status").Texts("storedVersions").Union(StorageVersions(updated));
        updated.EnsureMap("status")["storedVersions"] = new JsonArray([.. stored.Select(name => (JsonNode)name)]);
    }

    protected override void Check(JsonObject resource, List<FieldError> errors)
    {
        var spec = resource.Map("spec") ?? [];
        var names = spec.Map("names") ?? [];
        var group = spec.Text("group") ?? "";
        var expected = $"{names.Text("plural")}.{group}";
        if (resource.Map("metadata").Text("name") is { } name && name != expected)
        {
            errors.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
        errors.Name("spec.group", group, NameRule.Subdomain);
        if (group.Length > 0 && !group.Contains('.', StringComparison.Ordinal))
        {
            errors.Invalid("spec.group", group, "should be a domain with at least one dot");
        }
        if (string.IsNullOrEmpty(spec.Text("scope")))
        {
            errors.Required("spec.scope");
        }
        errors.OneOf(spec, "spec", "scope", "Cluster", "Namespaced");
        CheckNames(names, errors);
        CheckVersions(spec, errors);
        errors.OneOf(spec.Map("conversion"), "spec.conversion", "strategy", "None", "Webhook");
    }

    protected override void CheckUpdate(JsonObject updated, JsonObject old, List<FieldError> errors)
    {
        var after = updated.Map("spec") ?? [];
        var before = old.Map("spec") ?? [];
        foreach (var name in (ReadOnlySpan<string>)["group", "scope"])
        {
            errors.Unchanged($"spec.{name}", after[name], before[name]);
        }
        foreach (var name in (ReadOnlySpan<string>)["kind", "plural"])
        {
            errors.Unchanged($"spec.names.{name}", after.Map("names")?[name], before.Map("names")?[name]);
        }
        CheckStoredVersions(updated, errors);
    }

    private static void CheckStoredVersions(JsonObject resource, List<FieldError> errors)
    {
        const string field = "status.storedVersions";
        var stored = resource.Map("status").Texts("storedVersions").ToList();
        if (stored.Count == 0)
        {
            errors.Invalid(field, new JsonArray(), "must have at least one stored version");
        }
        foreach (var storage in StorageVersions(resource).Where(storage => !stored.Contains(storage)))
        {
            errors.Invalid(field, resource.Map("status")?["storedVersions"], $"must have the storage version {storage}");
        }
        var declared = resource.Map("spec").Maps("versions").Select(version => version.Text("name")).ToHashSet();
        for (var i = 0; i < stored.Count; i++)
        {
            if (!declared.Contains(stored[i]))
            {
                errors.Invalid(
                    $"{field}[{i}]",
                    stored[i],
                    "missing from spec.versions; it was previously a storage version and must remain in spec.versions until a storage migration "
                    + $"ensures no data remains persisted in {stored[i]} and removes {stored[i]} from status.storedVersions");
            }
        }
    }

    private static IEnumerable<string> StorageVersions(JsonObject resource) =>
        resource.Map("spec").Maps("versions").Where(version => version.Flag("storage")).Select(version => version.Text("name")).OfType<string>();

    private static void CheckNames(JsonObject names, List<FieldError> errors)
    {
        errors.Name("spec.names.plural", names["plural"], NameRule.ServiceLabel);
        errors.Name("spec.names.singular", names["singular"], NameRule.ServiceLabel);
        foreach (var name in (ReadOnlySpan<string>)["kind", "listKind"])
        {
            if (names.Text(name) is not { Length: > 0 } kind)
            {
                errors.Required($"spec.names.{name}");
            }
#pragma warning disable CA1308 // The server compares kinds in lower case with the label rule.
            else if (NameRule.ServiceLabel.Error(kind.ToLowerInvariant()) is { } problem)
#pragma warning restore CA1308
            {
                errors.Invalid($"spec.names.{name}", kind, $"may have mixed case, but should otherwise match: {problem}");
            }
        }
        if (names.Text("kind") is { Length: > 0 } same && same == names.Text("listKind"))
        {
            errors.Invalid("spec.names.listKind", same, "kind and listKind may not be the same");
        }
        var index = 0;
        foreach (var shortName in names.Texts("shortNames"))
        {
            errors.Name($"spec.names.shortNames[{index++}]", shortName, NameRule.ServiceLabel);
        }
    }

    private static void CheckVersions(JsonObject spec, List<FieldError> errors)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        var index = 0;
        foreach (var version in spec.Maps("versions"))
        {
            var field = $"spec.versions[{index++}]";
            errors.Name($"{field}.name", version["name"], NameRule.ServiceLabel);
            if (version.Text("name") is { } name && !seen.Add(name))
            {
                errors.Invalid($"{field}.name", name, "must not contain duplicate version names");
            }
        }
        if (spec.Maps("versions").Count(version => version.Flag("storage")) != 1)
        {
            errors.Invalid("spec.versions", spec["versions"], "must have exactly one version marked as storage version");
        }
    }
}
