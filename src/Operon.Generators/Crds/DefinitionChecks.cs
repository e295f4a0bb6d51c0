using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>What must hold of the versions of a kind together, and between a definition and the committed one.</summary>
internal static class DefinitionChecks
{
    // metadata.annotations together hold at most 256 KiB, and kubectl keeps the applied object in one.
    private const int LargestAnnotation = 256 * 1024;

    public static void Check(
        IEnumerable<(VersionModel Model, Location? Location)> versions, ProjectOptions options, ImmutableArray<AdditionalText> files, IFindings findings, CancellationToken cancellationToken)
    {
        var kinds = versions.Where(version => !version.Model.IsExcluded)
            .OrderBy(version => version.Model.Version, StringComparer.Ordinal)
            .GroupBy(version => ConvertedKinds.Key(version.Model.Group, version.Model.Kind), StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            var models = kind.Select(version => version.Model).ToList();
            var location = kind.First().Location;
            Storage(models, location, findings);
            Agreement(models, location, findings);
            var definition = DefinitionBuilder.Build(models, options, isConverted: false);
            if (definition.Json.Length > LargestAnnotation)
            {
                findings.Add(CrdRules.TooLarge, location, definition.Kind, definition.Json.Length);
            }

            foreach (var file in files.Where(file => Path.GetFileName(file.Path) == Path.GetFileName(definition.Path)))
            {
                Compare(definition, kind.ToList(), file, findings, cancellationToken);
            }
        }
    }

    private static void Storage(List<VersionModel> models, Location? location, IFindings findings)
    {
        var stored = models.Where(model => model.IsStorage).Select(model => model.Version).ToList();
        if (models.Count > 1 && stored.Count != 1)
        {
            findings.Add(CrdRules.StorageVersion, location, models[0].Kind, stored.Count, string.Join(", ", stored.Count > 0 ? stored : models.Select(model => model.Version)));
        }

        foreach (var twice in models.GroupBy(model => model.Version, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            findings.Add(CrdRules.VersionsDiffer, location, models[0].Kind, "their names", $"{twice.Key} is there {twice.Count()} times");
        }
    }

    private static void Agreement(List<VersionModel> models, Location? location, IFindings findings)
    {
        Agree("scope", model => model.IsNamespaced ? "Namespaced" : "Cluster");
        Agree("the plural", model => model.Plural);
        Agree("the singular", model => model.Singular);
        Agree("the list kind", model => model.ListKind);

        void Agree(string what, Func<VersionModel, string> value)
        {
            var values = models.Select(value).Distinct().ToList();
            if (values.Count > 1)
            {
                findings.Add(CrdRules.VersionsDiffer, location, models[0].Kind, what, string.Join(", ", models.Select(model => $"{model.Version} has {value(model)}")));
            }
        }
    }

    private static void Compare(
        Definition definition, List<(VersionModel Model, Location? Location)> versions, AdditionalText file, IFindings findings, CancellationToken cancellationToken)
    {
        JsonObject committed;
        try
        {
            committed = YamlReader.Parse(file.GetText(cancellationToken)?.ToString() ?? "") as JsonObject ?? throw new FormatException("it is no object");
        }
        catch (FormatException error)
        {
            findings.Add(CrdRules.UnreadableDefinition, versions[0].Location, Path.GetFileName(file.Path), error.Message);
            return;
        }

        foreach (var (version, subject, change) in BreakingChanges.Between(committed, (JsonObject)JsonReader.Parse(definition.Json)))
        {
            var location = versions.FirstOrDefault(candidate => candidate.Model.Version == version).Location ?? versions[0].Location;
            findings.Add(CrdRules.BreakingChange, location, subject, version, definition.Kind, change);
        }
    }
}
