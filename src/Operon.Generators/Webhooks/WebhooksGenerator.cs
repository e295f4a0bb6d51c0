using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Makes <c>AddWebhooks</c> and <c>webhook/manifests.yaml</c> of the classes with <c>[Webhook]</c> and of converters.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class WebhooksGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var webhooks = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WebhookTypes.Webhook,
                (_, _) => true,
                (found, _) => WebhookReader.Of((INamedTypeSymbol)found.TargetSymbol, found.SemanticModel.Compilation).ToEquatableArray())
            .Collect()
            .Select((all, _) => all.SelectMany(some => some).Distinct().OrderBy(webhook => webhook.Name, StringComparer.Ordinal).ThenBy(webhook => webhook.Class, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName("Webhooks");
        var converters = ConverterReader.All(context).WithTrackingName("Converters");
        var names = context.SyntaxProvider
            .ForAttributeWithMetadataName(WebhookTypes.Configuration, (_, _) => true, (found, _) => (found.Attributes[0].NamedText("Mutating"), found.Attributes[0].NamedText("Validating")))
            .Collect()
            .Select((all, _) => all.IsEmpty ? default : all[0]);
        var rootNamespace = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider).Select((both, _) => ProjectOptions.From(both.Left.GlobalOptions, both.Right.AssemblyName).RootNamespace);
        context.RegisterSourceOutput(webhooks.Combine(converters).Combine(names).Combine(rootNamespace), static (output, all) =>
        {
            var (((webhooks, converters), (mutating, validating)), rootNamespace) = all;
            if (webhooks.Count == 0 && converters.Count == 0)
            {
                return;
            }

            var manifest = WebhookManifest.Of(webhooks, mutating, validating)?.ToJson();
            output.AddSource("Webhooks.g.cs", WebhooksSource.Of(rootNamespace, webhooks, converters, manifest).ToSourceText());
            List<(string Path, string Json)> manifests = [("rbac/webhook_certificates_role.yaml", CertificateRoles.Json(converters.Count > 0))];
            if (manifest is not null)
            {
                manifests.Add(("webhook/manifests.yaml", manifest));
            }

            output.AddSource("WebhookManifests.g.cs", ManifestSource.Of(manifests));
        });
    }
}
