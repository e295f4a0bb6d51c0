namespace Operon.Cel.Parsing;

/// <summary><c>Text</c> is the word, symbol or number as written, <c>Value</c> the decoded literal of a string or bytes token.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, object? Value = null)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public string Display => Kind == TokenKind.End ? "<EOF>" : Text;
}
