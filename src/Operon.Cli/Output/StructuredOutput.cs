using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.Cli.Output;

/// <summary>Prints an object for programs to read.</summary>
internal static class StructuredOutput
{
    // The output is no part of a web page: paths stay readable.
    private static readonly JsonWriterOptions _options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the object in <paramref name="format"/>, which is not <see cref="OutputFormat.Text"/>, and ends the line.</summary>
    public static void Write(TextWriter output, OutputFormat format, JsonObject document)
    {
        if (format == OutputFormat.Yaml)
        {
            output.Write(Kubernetes.Yaml.FromJson(document));
            return;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, _options))
        {
            document.WriteTo(writer);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
