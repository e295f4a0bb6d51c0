using System.Text.RegularExpressions;

namespace Operon.Generators;

/// <summary>Puts the versions of a kind together to a CustomResourceDefinition of <c>apiextensions.k8s.io/v1</c>.</summary>
internal static class DefinitionBuilder
{
    private static readonly Regex _version = new(@"^v(\d+)(?:(alpha|beta)(\d+))?$", RegexOptions.CultureInvariant);

    /// <param name="versions">The versions of one kind, at least one.</param>
    /// <param name="options">Settings of the project.</param>
    /// <param name="isConverted">Whether the operator converts between versions.</param>
    public static Definition Build(IReadOnlyList<VersionModel> versions, ProjectOptions options, bool isConverted)
    {
        var ordered = versions.OrderBy(version => version.Version, Comparer<string>.Create(Compare)).ToList();
        var model = ordered.FirstOrDefault(version => version.IsStorage) ?? ordered[0];
        var metadata = Metadata(ordered);
        metadata["name"] = $"{model.Plural}.{model.Group}";
        var names = new JsonObject
        {
            { "kind", model.Kind },
            { "listKind", model.ListKind },
            { "plural", model.Plural },
            { "singular", model.Singular },
        };
        AddNames(names, "shortNames", ordered.SelectMany(version => version.ShortNames));
        AddNames(names, "categories", ordered.SelectMany(version => version.Categories));
        var spec = new JsonObject
        {
            { "group", model.Group },
            { "names", names },
            { "scope", model.IsNamespaced ? "Namespaced" : "Cluster" },
            { "versions", new JsonArray(ordered.Select(version => Version(version, ordered.Count == 1, options))) },
        };
        if (isConverted && ordered.Count > 1)
        {
            spec["conversion"] = Conversion();
        }

        var json = new JsonObject
        {
            { "apiVersion", "apiextensions.k8s.io/v1" },
            { "kind", "CustomResourceDefinition" },
            { "metadata", metadata },
            { "spec", spec },
        };
        return new Definition(model.Group, model.Kind, $"crd/bases/{model.Group}_{model.Plural}.yaml", json.ToJson());
    }

    private static JsonObject Version(VersionModel model, bool isOnly, ProjectOptions options)
    {
        var schema = (JsonObject)JsonReader.Parse(model.Schema);
        SchemaFinisher.Finish(schema, options);
        var version = (JsonObject)JsonReader.Parse(model.Extras);
        version["name"] = model.Version;
        version["served"] = model.IsServed;
        version["storage"] = model.IsStorage || isOnly;
        version["schema"] = new JsonObject { { "openAPIV3Schema", schema } };
        if (model.Deprecation is { } warning)
        {
            version["deprecated"] = true;
            version["deprecationWarning"] = warning.Length > 0 ? warning : null;
        }

        return version;
    }

    /// <summary>Where converters listen; the webhook server's Service has kubebuilder's names.</summary>
    private static JsonObject Conversion() => new()
    {
        { "strategy", "Webhook" },
        {
            "webhook", new JsonObject
            {
                { "clientConfig", new JsonObject { { "service", new JsonObject { { "name", "webhook-service" }, { "namespace", "system" }, { "path", "/convert" } } } } },
                { "conversionReviewVersions", new JsonArray(["v1"]) },
            }
        },
    };

    private static JsonObject Metadata(IEnumerable<VersionModel> versions)
    {
        var metadata = new JsonObject();
        foreach (var field in versions.SelectMany(version => (JsonObject)JsonReader.Parse(version.Metadata)))
        {
            if (metadata.Object(field.Key) is not { } members)
            {
                metadata[field.Key] = field.Value;
                continue;
            }

            foreach (var member in (JsonObject)field.Value)
            {
                members[member.Key] = member.Value;
            }
        }

        return metadata;
    }

    private static void AddNames(JsonObject names, string key, IEnumerable<string> values)
    {
        var distinct = values.Distinct().ToList();
        if (distinct.Count > 0)
        {
            names[key] = new JsonArray(distinct);
        }
    }

    /// <summary>Order of versions: the oldest first, as kubebuilder writes them; names that are no versions by their letters.</summary>
    private static int Compare(string left, string right)
    {
        var (first, second) = (Rank(left), Rank(right));
        return first != second ? first.CompareTo(second) : string.CompareOrdinal(left, right);
    }

    private static (int Major, int Stage, int Minor) Rank(string version)
    {
        var match = _version.Match(version);
        if (!match.Success || !int.TryParse(match.Groups[1].Value, out var major))
        {
            return (0, 0, 0);
        }

        var stage = match.Groups[2].Value switch
        {
            "alpha" => 0,
            "beta" => 1,
            _ => 2,
        };
        return (major, stage, int.TryParse(match.Groups[3].Value, out var minor) ? minor : 0);
    }
}
