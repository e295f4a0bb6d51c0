using System.Globalization;
using System.Text;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Functions;

/// <summary>Conversions between types, and the names of the types themselves.</summary>
internal static class Conversions
{
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    public static void AddTo(FunctionTable table)
    {
        foreach (var type in new[]
                 {
                     CelType.Bool, CelType.Int, CelType.Uint, CelType.Double, CelType.String, CelType.Bytes, CelType.Duration, CelType.Timestamp, CelType.Null,
                     CelType.List(CelType.Dyn), CelType.Map(CelType.Dyn, CelType.Dyn), CelType.AnyType,
                 })
        {
            table.NamedType(type);
        }
        table.Global("dyn", "to_dyn", CelType.Dyn, a => a[0], A);
        table.Global("type", "type", CelType.TypeOf(A), a => new CelTypeValue(a[0].Type), A);
        Numbers(table);
        Texts(table);
        table.Global("duration", "duration_to_duration", CelType.Duration, a => a[0], CelType.Duration);
        table.Global("duration", "string_to_duration", CelType.Duration, a => TimeText.Duration(Text(a[0])) ?? (CelValue)Invalid("duration", a[0]), CelType.String);
        table.Global("timestamp", "timestamp_to_timestamp", CelType.Timestamp, a => a[0], CelType.Timestamp);
        table.Global("timestamp", "string_to_timestamp", CelType.Timestamp, a => TimeText.Timestamp(Text(a[0])) ?? (CelValue)Invalid("timestamp", a[0]), CelType.String);
        table.Global("timestamp", "int64_to_timestamp", CelType.Timestamp, a => FromSeconds(((CelInt)a[0]).Value), CelType.Int);
    }

    private static void Numbers(FunctionTable table)
    {
        table.Global("int", "int64_to_int64", CelType.Int, a => a[0], CelType.Int);
        table.Global("int", "uint64_to_int64", CelType.Int, a => ((CelUint)a[0]).Value <= long.MaxValue ? CelInt.From((long)((CelUint)a[0]).Value) : CelError.Overflow, CelType.Uint);
        table.Global("int", "double_to_int64", CelType.Int, a => ToInt(((CelDouble)a[0]).Value), CelType.Double);
        table.Global("int", "string_to_int64", CelType.Int, a => ParseInt(Text(a[0])), CelType.String);
        table.Global("int", "timestamp_to_int64", CelType.Int, a => CelInt.From(((CelTimestamp)a[0]).Seconds), CelType.Timestamp);
        table.Global("int", "duration_to_int64", CelType.Int, a => CelInt.From(((CelDuration)a[0]).Nanoseconds), CelType.Duration);
        table.Global("uint", "uint64_to_uint64", CelType.Uint, a => a[0], CelType.Uint);
        table.Global("uint", "int64_to_uint64", CelType.Uint, a => ((CelInt)a[0]).Value >= 0 ? new CelUint((ulong)((CelInt)a[0]).Value) : new CelError("unsigned integer overflow"), CelType.Int);
        table.Global("uint", "double_to_uint64", CelType.Uint, a => ToUint(((CelDouble)a[0]).Value), CelType.Double);
        table.Global("uint", "string_to_uint64", CelType.Uint, a => ulong.TryParse(Text(a[0]), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? new CelUint(n) : Invalid("uint", a[0]), CelType.String);
        table.Global("double", "double_to_double", CelType.Double, a => a[0], CelType.Double);
        table.Global("double", "int64_to_double", CelType.Double, a => new CelDouble(((CelInt)a[0]).Value), CelType.Int);
        table.Global("double", "uint64_to_double", CelType.Double, a => new CelDouble(((CelUint)a[0]).Value), CelType.Uint);
        table.Global("double", "string_to_double", CelType.Double, a => ParseDouble(Text(a[0])), CelType.String);
        table.Global("bool", "bool_to_bool", CelType.Bool, a => a[0], CelType.Bool);
        table.Global("bool", "string_to_bool", CelType.Bool, a => ParseBool(Text(a[0])), CelType.String);
    }

    private static void Texts(FunctionTable table)
    {
        table.Global("string", "string_to_string", CelType.String, a => a[0], CelType.String);
        table.Global("string", "bytes_to_string", CelType.String, a => Decode(((CelBytes)a[0]).Value), CelType.Bytes);
        foreach (var (id, type) in new[]
                 {
                     ("bool", CelType.Bool), ("int64", CelType.Int), ("uint64", CelType.Uint), ("double", CelType.Double), ("timestamp", CelType.Timestamp), ("duration", CelType.Duration),
                 })
        {
            table.Global("string", id + "_to_string", CelType.String, a => new CelString(Formatting.Text(a[0])), type);
        }
        table.Global("bytes", "bytes_to_bytes", CelType.Bytes, a => a[0], CelType.Bytes);
        table.Global("bytes", "string_to_bytes", CelType.Bytes, a => new CelBytes(Encoding.UTF8.GetBytes(Text(a[0]))), CelType.String);
    }

    private static string Text(CelValue value) => ((CelString)value).Text;

    private static CelError Invalid(string type, CelValue value) => new($"type conversion error from '{value.Type.Name}' to '{type}': invalid value '{Text(value)}'");

    private static CelValue ToInt(double value) => value > -TwoTo63 && value < TwoTo63 ? CelInt.From((long)value) : CelError.Overflow;

    private static CelValue ToUint(double value) => value >= 0 && value < TwoTo64 ? new CelUint((ulong)value) : new CelError("unsigned integer overflow");

    private static CelValue ParseInt(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? CelInt.From(n) : Invalid("int", new CelString(text));

    private static CelValue ParseDouble(string text) => text switch
    {
        "NaN" => new CelDouble(double.NaN),
        "Inf" or "+Inf" or "Infinity" => new CelDouble(double.PositiveInfinity),
        "-Inf" or "-Infinity" => new CelDouble(double.NegativeInfinity),
        _ => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var n)
            ? new CelDouble(n)
            : Invalid("double", new CelString(text)),
    };

    private static CelValue ParseBool(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => CelBool.True,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => CelBool.False,
        _ => Invalid("bool", new CelString(text)),
    };

    private static CelValue Decode(byte[] bytes)
    {
        try
        {
            return new CelString(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new CelError("invalid UTF-8 in bytes, cannot convert to string");
        }
    }

    private static CelValue FromSeconds(long seconds) =>
        seconds is < CelTimestamp.MinSeconds or > CelTimestamp.MaxSeconds ? new CelError("timestamp overflow") : new CelTimestamp(seconds, 0);
}
