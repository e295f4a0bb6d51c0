using System.Text;

namespace Operon.Cel;

/// <summary>Something wrong with an expression.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in code points, from 1.</param>
/// <param name="Message">What is wrong, such as <c>undefined field 'replica'</c>.</param>
/// <param name="Offset">The position in UTF-16 units from the start of the expression.</param>
public sealed record CelIssue(int Line, int Column, string Message, int Offset)
{
    internal static CelIssue At(string source, int offset, string message)
    {
        offset = Math.Min(offset, source.Length);
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < offset; i++)
        {
            if (source[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
        }
        return new(line, CodePoints.Count(source.Substring(lineStart, offset - lineStart)) + 1, message, offset);
    }

    /// <summary>The issue with the line it is on and a mark, as <c>kubectl</c> users see it.</summary>
    public string Format(string source)
    {
        var text = new StringBuilder("ERROR: <input>:").Append(Line).Append(':').Append(Column).Append(": ").Append(Message);
        var lines = source.Split('\n');
        if (Line <= lines.Length)
        {
            text.Append("\n | ").Append(lines[Line - 1].TrimEnd('\r')).Append("\n | ").Append('.', Column - 1).Append('^');
        }
        return text.ToString();
    }
}
