using Operon.Cel.Functions;

namespace Operon.Cel.Libraries;

/// <summary>Base64.</summary>
internal static class EncoderLibrary
{
    public static void AddTo(FunctionTable table)
    {
        table.Global("base64.encode", "base64_encode_bytes", CelType.String, a => new CelString(Convert.ToBase64String(((CelBytes)a[0]).Value)), CelType.Bytes);
        table.Global("base64.decode", "base64_decode_string", CelType.Bytes, a => Decode(((CelString)a[0]).Text), CelType.String);
    }

    private static CelValue Decode(string text)
    {
        try
        {
            return new CelBytes(Convert.FromBase64String(text.Length % 4 == 0 ? text : text.PadRight(text.Length + 4 - (text.Length % 4), '=')));
        }
        catch (FormatException)
        {
            return new CelError("illegal base64 data");
        }
    }
}
