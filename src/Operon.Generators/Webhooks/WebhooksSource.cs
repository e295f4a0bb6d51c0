namespace Operon.Generators;

/// <summary>Writes the part of <c>OperatorComponents</c> that adds webhooks, and what lists converters for test projects.</summary>
internal static class WebhooksSource
{
    private const string HostBuilder = "global::Operon.Runtime.OperatorHostBuilder";
    private const string Extensions = $"{WebhookTypes.Namespace}.WebhookBuilderExtensions";

    public static SourceWriter Of(string rootNamespace, IReadOnlyList<WebhookModel> webhooks, IReadOnlyList<ConverterModel> converters, string? manifest)
    {
        var writer = SourceWriter.ForFile();
        foreach (var converter in converters)
        {
            writer.Line($"[assembly: {WebhookTypes.Namespace}.GeneratedConverter(typeof({converter.Class}), typeof({converter.Spoke.Type}), typeof({converter.Hub.Type}))]");
        }

        if (rootNamespace.Length > 0)
        {
            writer.Line().Line($"namespace {rootNamespace};").Line();
        }

        writer.Open("public static partial class OperatorComponents");
        writer.Line("/// <summary>Adds the webhooks and converters of this assembly.</summary>");
        writer.Open($"public static {HostBuilder} AddWebhooks(this {HostBuilder} builder)");
        foreach (var webhook in webhooks)
        {
            writer.Line($"{Extensions}.{webhook.Registration};");
        }

        foreach (var converter in converters)
        {
            writer.Line($"{Extensions}.AddConverter<{converter.Spoke.Type}, {converter.Hub.Type}, {converter.Class}>(builder, {converter.Spoke.Expression}, {converter.Hub.Expression});");
        }

        if (manifest is not null)
        {
            writer.Line($"{Extensions}.AddWebhookConfigurations(builder, {CSharpLiteral.Of(manifest)});");
        }

        writer.Line("return builder;").Close();
        writer.Line().Line($"static partial void AddGeneratedWebhooks({HostBuilder} builder) => AddWebhooks(builder);");
        return writer.Close();
    }
}
