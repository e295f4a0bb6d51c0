namespace Operon.ApiServer.Schemas;

/// <summary>Reads a committed table that is embedded in this assembly.</summary>
internal static class EmbeddedTable
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the table {name} is missing from this build; run Tables/generate.py and build again");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
