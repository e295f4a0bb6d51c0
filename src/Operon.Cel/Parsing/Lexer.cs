using System.Text;

namespace Operon.Cel.Parsing;

/// <summary>Splits an expression into tokens.</summary>
internal sealed class Lexer(string source)
{
    private static readonly string[] TwoCharacterSymbols = ["==", "!=", "<=", ">=", "&&", "||"];

    private const string Symbols = "()[]{}.,:?<>+-*/%!";

    private int position;

    public List<Token> Tokens()
    {
        var tokens = new List<Token>();
        while (true)
        {
            SkipSpace();
            if (position >= source.Length)
            {
                tokens.Add(new Token(TokenKind.End, "<EOF>", source.Length));
                return tokens;
            }
            tokens.Add(Next());
        }
    }

    private void SkipSpace()
    {
        while (position < source.Length)
        {
            if (source[position] is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                position++;
            }
            else if (source[position] == '/' && Peek(1) == '/')
            {
                while (position < source.Length && source[position] != '\n')
                {
                    position++;
                }
            }
            else
            {
                return;
            }
        }
    }

    private char Peek(int ahead) => position + ahead < source.Length ? source[position + ahead] : '\0';

    private Token Next()
    {
        var start = position;
        var c = source[position];
        if (StringLexer.StartsAt(source, position, out var isRaw, out var isBytes, out var prefix))
        {
            var value = new StringLexer(source, position + prefix, isRaw, isBytes).Read(out position);
            return new Token(isBytes ? TokenKind.Bytes : TokenKind.String, source.Substring(start, position - start), start, value);
        }
        if (IsWordStart(c))
        {
            while (IsWord(Peek(0)))
            {
                position++;
            }
            return new Token(TokenKind.Identifier, source.Substring(start, position - start), start);
        }
        if (c is >= '0' and <= '9' || (c == '.' && Peek(1) is >= '0' and <= '9'))
        {
            return Number();
        }
        return c == '`' ? Quoted() : Symbol();
    }

    private Token Symbol()
    {
        var start = position;
        foreach (var symbol in TwoCharacterSymbols)
        {
            if (string.CompareOrdinal(source, position, symbol, 0, 2) == 0)
            {
                position += 2;
                return new Token(TokenKind.Symbol, symbol, start);
            }
        }
        if (Symbols.IndexOf(source[position]) < 0)
        {
            throw new SyntaxException(start, $"Syntax error: token recognition error at: '{source.Substring(start, CodePoints.Width(source, start))}'");
        }
        position++;
        return new Token(TokenKind.Symbol, source.Substring(start, 1), start);
    }

    private Token Quoted()
    {
        var start = position++;
        var text = new StringBuilder();
        while (IsWord(Peek(0)) || Peek(0) is '.' or '-' or '/' or ' ')
        {
            text.Append(source[position++]);
        }
        if (Peek(0) != '`' || text.Length == 0)
        {
            throw new SyntaxException(start, $"Syntax error: token recognition error at: '{source.Substring(start, position - start)}'");
        }
        position++;
        return new Token(TokenKind.QuotedIdentifier, text.ToString(), start);
    }

    private Token Number()
    {
        var start = position;
        if (Peek(0) == '0' && Peek(1) is 'x' or 'X' && IsHex(Peek(2)))
        {
            position += 2;
            while (IsHex(Peek(0)))
            {
                position++;
            }
            return Integer(start);
        }
        Digits();
        var isDouble = false;
        if (Peek(0) == '.' && Peek(1) is >= '0' and <= '9')
        {
            isDouble = true;
            position++;
            Digits();
        }
        if (Peek(0) is 'e' or 'E' && (Peek(1) is >= '0' and <= '9' || (Peek(1) is '+' or '-' && Peek(2) is >= '0' and <= '9')))
        {
            isDouble = true;
            position += 2;
            Digits();
        }
        return isDouble ? new Token(TokenKind.Double, source.Substring(start, position - start), start) : Integer(start);
    }

    private Token Integer(int start)
    {
        var text = source.Substring(start, position - start);
        if (Peek(0) is 'u' or 'U')
        {
            position++;
            return new Token(TokenKind.Uint, text, start);
        }
        return new Token(TokenKind.Int, text, start);
    }

    private void Digits()
    {
        while (Peek(0) is >= '0' and <= '9')
        {
            position++;
        }
    }

    private static bool IsHex(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F';

    private static bool IsWordStart(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_';

    private static bool IsWord(char c) => IsWordStart(c) || c is >= '0' and <= '9';
}
