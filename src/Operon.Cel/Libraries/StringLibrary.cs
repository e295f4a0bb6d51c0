using Operon.Cel.Functions;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>CEL's string functions, version 2; positions count code points.</summary>
internal static class StringLibrary
{
    public static void AddTo(FunctionTable table)
    {
        var text = CelType.String;
        var number = CelType.Int;
        table.Member("charAt", "string_char_at_int", text, a => CharAt(Text(a[0]), Int(a[1])), text, number);
        table.Member("indexOf", "string_index_of_string", number, a => IndexOf(Text(a[0]), Text(a[1]), 0), text, text);
        table.Member("indexOf", "string_index_of_string_int", number, a => IndexOf(Text(a[0]), Text(a[1]), Int(a[2])), text, text, number);
        table.Member("lastIndexOf", "string_last_index_of_string", number, a => LastIndexOf(Text(a[0]), Text(a[1]), null), text, text);
        table.Member("lastIndexOf", "string_last_index_of_string_int", number, a => LastIndexOf(Text(a[0]), Text(a[1]), Int(a[2])), text, text, number);
        table.Member("join", "list_join", text, a => Join(a[0], ""), ListOfString);
        table.Member("join", "list_join_string", text, a => Join(a[0], Text(a[1])), ListOfString, text);
        table.Member("lowerAscii", "string_lower_ascii", text, a => Map(a[0], c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c), text);
        table.Member("upperAscii", "string_upper_ascii", text, a => Map(a[0], c => c is >= 'a' and <= 'z' ? (char)(c - 32) : c), text);
        table.Member("replace", "string_replace_string_string", text, a => Replace(Text(a[0]), Text(a[1]), Text(a[2]), -1), text, text, text);
        table.Member("replace", "string_replace_string_string_int", text, a => Replace(Text(a[0]), Text(a[1]), Text(a[2]), Int(a[3])), text, text, text, number);
        table.Member("split", "string_split_string", ListOfString, a => Split(Text(a[0]), Text(a[1]), -1), text, text);
        table.Member("split", "string_split_string_int", ListOfString, a => Split(Text(a[0]), Text(a[1]), Int(a[2])), text, text, number);
        table.Member("substring", "string_substring_int", text, a => Substring(Text(a[0]), Int(a[1]), null), text, number);
        table.Member("substring", "string_substring_int_int", text, a => Substring(Text(a[0]), Int(a[1]), Int(a[2])), text, number, number);
        table.Member("trim", "string_trim", text, a => new CelString(Text(a[0]).Trim()), text);
        table.Member("format", "string_format", text, a => StringFormat.Apply(Text(a[0]), (CelList)a[1]), text, CelType.List(CelType.Dyn));
        table.Global("strings.quote", "strings_quote", text, a => new CelString(Quote(Text(a[0]))), text);
    }

    public static void AddReverse(FunctionTable table) =>
        table.Member("reverse", "string_reverse", CelType.String, a => new CelString(string.Concat(CodePoints.Each(Text(a[0])).Reverse())), CelType.String);

    private static string Text(CelValue value) => ((CelString)value).Text;

    private static long Int(CelValue value) => ((CelInt)value).Value;

    private static CelError OutOfRange(long index) => new($"index out of range: {index}");

    private static CelString Map(CelValue value, Func<char, char> map) => new(new string([.. Text(value).Select(map)]));

    private static CelValue CharAt(string text, long index)
    {
        var offset = CodePoints.Offset(text, index);
        return offset < 0 ? OutOfRange(index) : new CelString(offset == text.Length ? "" : text.Substring(offset, CodePoints.Width(text, offset)));
    }

    private static CelValue IndexOf(string text, string part, long from)
    {
        if (from < 0)
        {
            return OutOfRange(from);
        }
        var offset = CodePoints.Offset(text, from);
        if (offset < 0)
        {
            return CelInt.From(-1);
        }
        var found = text.IndexOf(part, offset, StringComparison.Ordinal);
        return CelInt.From(found < 0 ? -1 : CodePoints.Index(text, found));
    }

    private static CelValue LastIndexOf(string text, string part, long? from)
    {
        if (from < 0)
        {
            return OutOfRange(from.Value);
        }
        var start = from is null ? text.Length : CodePoints.Offset(text, from.Value);
        if (start < 0)
        {
            return from >= CodePoints.Count(text) ? CelInt.From(-1) : OutOfRange(from!.Value);
        }
        for (var offset = Math.Min(start, text.Length - part.Length); offset >= 0; offset--)
        {
            if (string.CompareOrdinal(text, offset, part, 0, part.Length) == 0)
            {
                return CelInt.From(CodePoints.Index(text, offset));
            }
        }
        return CelInt.From(-1);
    }

    private static CelValue Join(CelValue list, string separator)
    {
        var parts = new List<string>();
        foreach (var element in ((CelList)list).Elements())
        {
            if (element is not CelString part)
            {
                return CelError.NoSuchOverload;
            }
            parts.Add(part.Text);
        }
        return new CelString(string.Join(separator, parts));
    }

    private static CelString Replace(string text, string old, string replacement, long limit)
    {
        var result = new System.Text.StringBuilder();
        var position = 0;
        for (long count = 0; limit < 0 || count < limit; count++)
        {
            // An empty text to replace is found before each code point and at the end.
            var found = old.Length > 0 ? text.IndexOf(old, position, StringComparison.Ordinal) : count == 0 ? 0 : position < text.Length ? position + CodePoints.Width(text, position) : -1;
            if (found < 0)
            {
                break;
            }
            result.Append(text, position, found - position).Append(replacement);
            position = found + old.Length;
        }
        return new CelString(result.Append(text, position, text.Length - position).ToString());
    }

    private static ArrayList Split(string text, string separator, long limit)
    {
        if (limit == 0)
        {
            return new ArrayList([]);
        }
        var parts = new List<CelValue>();
        if (separator.Length == 0)
        {
            var position = 0;
            while (position < text.Length)
            {
                var width = limit > 0 && parts.Count == limit - 1 ? text.Length - position : CodePoints.Width(text, position);
                parts.Add(new CelString(text.Substring(position, width)));
                position += width;
            }
            return new ArrayList(parts);
        }
        var start = 0;
        while (limit < 0 || parts.Count < limit - 1)
        {
            var found = text.IndexOf(separator, start, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }
            parts.Add(new CelString(text.Substring(start, found - start)));
            start = found + separator.Length;
        }
        parts.Add(new CelString(text.Substring(start)));
        return new ArrayList(parts);
    }

    private static CelValue Substring(string text, long start, long? end)
    {
        if (end is not null && start > end)
        {
            return new CelError($"invalid substring range. start: {start}, end: {end}");
        }
        var from = CodePoints.Offset(text, start);
        if (from < 0)
        {
            return OutOfRange(start);
        }
        var to = end is null ? text.Length : CodePoints.Offset(text, end.Value);
        return to < 0 ? OutOfRange(end!.Value) : new CelString(text.Substring(from, to - from));
    }

    private static string Quote(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            quoted.Append(text[i] switch
            {
                '\a' => "\\a",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\v' => "\\v",
                '\\' => "\\\\",
                '"' => "\\\"",
                var c when char.IsSurrogate(c) && !((i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], c))) => "\uFFFD",
                var c => c.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }
}
