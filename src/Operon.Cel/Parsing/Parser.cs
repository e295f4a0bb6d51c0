using System.Globalization;
using Operon.Cel.Syntax;

namespace Operon.Cel.Parsing;

/// <summary>Recursive descent over the CEL grammar. Stops at the first syntax error.</summary>
internal sealed class Parser
{
    // cel-go's default for nested expressions.
    private const int MaxDepth = 250;

    // Checker and evaluator walk the tree recursively on stacks of unknown size.
    private const int MaxHeight = 500;

    private const string PrimaryStart =
        "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

    private static readonly Dictionary<string, string> Relations = new(StringComparer.Ordinal)
    {
        ["<"] = "_<_", ["<="] = "_<=_", [">"] = "_>_", [">="] = "_>=_", ["=="] = "_==_", ["!="] = "_!=_",
    };

    private readonly List<Token> tokens;
    private readonly Macros macros;
    private readonly bool hasOptionals;
    private int next;
    private int depth;

    private Parser(string source, CelLibraries libraries)
    {
        tokens = new Lexer(source).Tokens();
        macros = new Macros(libraries);
        hasOptionals = libraries.HasFlag(CelLibraries.Optionals);
    }

    private Token Current => tokens[next];

    /// <exception cref="SyntaxException">The text is not an expression.</exception>
    public static Expr Parse(string source, CelLibraries libraries)
    {
        var parser = new Parser(source, libraries);
        var expr = parser.Expression();
        return parser.Current.Kind == TokenKind.End
            ? expr
            : throw new SyntaxException(parser.Current.Position, $"Syntax error: extraneous input '{parser.Current.Display}' expecting <EOF>");
    }

    private Expr Expression()
    {
        if (++depth > MaxDepth)
        {
            throw new SyntaxException(Current.Position, $"expression recursion limit exceeded: {MaxDepth}");
        }
        var condition = Chain("||", "_||_", () => Chain("&&", "_&&_", Relation));
        if (Take("?", out var at))
        {
            var whenTrue = Chain("||", "_||_", () => Chain("&&", "_&&_", Relation));
            Expect(":");
            condition = new CallExpr(at, "_?_:_", null, [condition, whenTrue, Expression()]);
        }
        depth--;
        return Guarded(condition);
    }

    private static Expr Guarded(Expr expr) =>
        expr.Height <= MaxHeight ? expr : throw new SyntaxException(expr.Position, $"expression recursion limit exceeded: {MaxHeight}");

    private Expr Chain(string symbol, string function, Func<Expr> operand)
    {
        var terms = new List<Expr> { operand() };
        var positions = new List<int>();
        while (Take(symbol, out var at))
        {
            positions.Add(at);
            terms.Add(operand());
        }
        return terms.Count == 1 ? terms[0] : Balance(function, terms, positions, 0, positions.Count - 1);
    }

    // A balanced tree keeps the depth of long chains logarithmic.
    private static CallExpr Balance(string function, List<Expr> terms, List<int> positions, int low, int high)
    {
        var middle = (low + high + 1) / 2;
        var left = middle == low ? terms[middle] : Balance(function, terms, positions, low, middle - 1);
        var right = middle == high ? terms[middle + 1] : Balance(function, terms, positions, middle + 1, high);
        return new CallExpr(positions[middle], function, null, [left, right]);
    }

    private Expr Relation()
    {
        var left = Sum();
        while (true)
        {
            var token = Current;
            string? function = null;
            if (token.Kind == TokenKind.Symbol && Relations.TryGetValue(token.Text, out var relation))
            {
                function = relation;
            }
            else if (token.Kind == TokenKind.Identifier && token.Text == "in")
            {
                function = "@in";
            }
            if (function is null)
            {
                return left;
            }
            next++;
            left = Guarded(new CallExpr(token.Position, function, null, [left, Sum()]));
        }
    }

    private Expr Sum()
    {
        var left = Product();
        while (Current.Is("+") || Current.Is("-"))
        {
            var token = tokens[next++];
            left = new CallExpr(token.Position, $"_{token.Text}_", null, [left, Product()]);
            Guarded(left);
        }
        return left;
    }

    private Expr Product()
    {
        var left = Unary();
        while (Current.Is("*") || Current.Is("/") || Current.Is("%"))
        {
            var token = tokens[next++];
            left = new CallExpr(token.Position, $"_{token.Text}_", null, [left, Unary()]);
            Guarded(left);
        }
        return left;
    }

    private Expr Unary()
    {
        if (Current.Is("!"))
        {
            return Repeated("!", "!_");
        }
        return Current.Is("-") && tokens[next + 1].Kind is not (TokenKind.Int or TokenKind.Double) ? Repeated("-", "-_") : Member();
    }

    private Expr Repeated(string symbol, string function)
    {
        var at = Current.Position;
        var count = 0;
        while (Current.Is(symbol) && !(symbol == "-" && count > 0 && tokens[next + 1].Kind is TokenKind.Int or TokenKind.Double))
        {
            next++;
            count++;
        }
        var operand = Member();
        return count % 2 == 0 ? operand : new CallExpr(at, function, null, [operand]);
    }

    private Expr Member()
    {
        var expr = Primary();
        while (true)
        {
            if (Take(".", out var at))
            {
                expr = Guarded(Selection(expr, at));
            }
            else if (Take("[", out at))
            {
                var optional = Optional();
                var index = Expression();
                Expect("]");
                expr = Guarded(new CallExpr(at, optional ? "_[?_]" : "_[_]", null, [expr, index]));
            }
            else if (Current.Is("{") && QualifiedName(expr) is { } typeName)
            {
                expr = Struct(typeName);
            }
            else
            {
                return expr;
            }
        }
    }

    private bool Optional()
    {
        if (!Take("?", out var at))
        {
            return false;
        }
        return hasOptionals ? true : throw new SyntaxException(at, "unsupported syntax '?'");
    }

    private Expr Selection(Expr operand, int at)
    {
        var optional = Optional();
        var token = Current;
        if (token.Kind == TokenKind.QuotedIdentifier)
        {
            next++;
        }
        else
        {
            Identifier();
            if (!optional && Take("(", out var open))
            {
                var arguments = Arguments(")");
                return macros.Expand(open, token.Text, operand, arguments) ?? new CallExpr(open, token.Text, operand, arguments);
            }
        }
        return optional
            ? new CallExpr(at, "_?._", null, [operand, new LiteralExpr(token.Position, new CelString(token.Text))])
            : new SelectExpr(at, operand, token.Text, false);
    }

    private Expr Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Int or TokenKind.Uint or TokenKind.Double:
                next++;
                return Number(token, false, token.Position);
            case TokenKind.String:
                next++;
                return new LiteralExpr(token.Position, new CelString((string)token.Value!));
            case TokenKind.Bytes:
                next++;
                return new LiteralExpr(token.Position, new CelBytes((byte[])token.Value!));
            case TokenKind.Identifier:
                return Name("");
            case TokenKind.Symbol:
                return Symbol(token);
            default:
                throw Mismatch(token, PrimaryStart);
        }
    }

    private Expr Symbol(Token token)
    {
        switch (token.Text)
        {
            case "-":
                next++;
                return Number(tokens[next++], true, token.Position);
            case ".":
                next++;
                return Name(".");
            case "(":
                next++;
                var inner = Expression();
                Expect(")");
                return inner;
            case "[":
                next++;
                return List(token.Position);
            case "{":
                next++;
                return Map(token.Position);
            default:
                throw Mismatch(token, PrimaryStart);
        }
    }

    private Expr Name(string leadingDot)
    {
        var token = Current;
        if (leadingDot.Length == 0 && token.Text is "true" or "false" or "null")
        {
            next++;
            return new LiteralExpr(token.Position, token.Text == "null" ? CelNull.Instance : CelBool.Of(token.Text == "true"));
        }
        Identifier();
        if (CelIdentifier.IsReserved(token.Text))
        {
            throw new SyntaxException(token.Position, $"reserved identifier: {token.Text}");
        }
        if (Take("(", out var open))
        {
            var arguments = Arguments(")");
            var expanded = leadingDot.Length == 0 ? macros.Expand(open, token.Text, null, arguments) : null;
            return expanded ?? new CallExpr(open, leadingDot + token.Text, null, arguments);
        }
        return new IdentifierExpr(token.Position, leadingDot + token.Text);
    }

    private ListExpr List(int at)
    {
        var elements = new List<Expr>();
        var optional = new List<bool>();
        while (!Current.Is("]"))
        {
            optional.Add(Optional());
            elements.Add(Expression());
            if (!Take(",", out _))
            {
                break;
            }
        }
        Expect("]");
        return new ListExpr(at, elements, optional);
    }

    private MapExpr Map(int at)
    {
        var entries = new List<MapEntry>();
        while (!Current.Is("}"))
        {
            var optional = Optional();
            var key = Expression();
            Expect(":");
            entries.Add(new MapEntry(key, Expression(), optional));
            if (!Take(",", out _))
            {
                break;
            }
        }
        Expect("}");
        return new MapExpr(at, entries);
    }

    private StructExpr Struct(string typeName)
    {
        Take("{", out var at);
        var values = new List<Expr>();
        while (!Current.Is("}"))
        {
            Optional();
            if (Current.Kind == TokenKind.QuotedIdentifier)
            {
                next++;
            }
            else
            {
                Identifier();
            }
            Expect(":");
            values.Add(Expression());
            if (!Take(",", out _))
            {
                break;
            }
        }
        Expect("}");
        return new StructExpr(at, typeName, values);
    }

    private List<Expr> Arguments(string close)
    {
        var arguments = new List<Expr>();
        if (!Current.Is(close))
        {
            do
            {
                arguments.Add(Expression());
            }
            while (Take(",", out _));
        }
        Expect(close);
        return arguments;
    }

    private static string? QualifiedName(Expr expr) => expr switch
    {
        IdentifierExpr identifier => identifier.Name,
        SelectExpr { IsTest: false } select when QualifiedName(select.Operand) is { } prefix => prefix + "." + select.Field,
        _ => null,
    };

    private static LiteralExpr Number(Token token, bool isNegative, int at)
    {
        var sign = isNegative ? "-" : "";
        if (token.Kind == TokenKind.Double)
        {
            return double.TryParse(sign + token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number)
                ? new LiteralExpr(at, new CelDouble(number))
                : throw new SyntaxException(at, "invalid double literal");
        }
        var isHex = token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var digits = isHex ? token.Text.Substring(2) : token.Text;
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var fits = ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var magnitude);
        if (token.Kind == TokenKind.Uint)
        {
            return fits ? new LiteralExpr(at, new CelUint(magnitude)) : throw new SyntaxException(at, "invalid uint literal");
        }
        if (!fits || magnitude > (isNegative ? 1UL << 63 : long.MaxValue))
        {
            throw new SyntaxException(at, "invalid int literal");
        }
        return new LiteralExpr(at, new CelInt(isNegative ? unchecked(-(long)magnitude) : (long)magnitude));
    }

    private void Identifier()
    {
        if (Current.Kind != TokenKind.Identifier || Current.Text is "in" or "true" or "false" or "null")
        {
            throw Mismatch(Current, "IDENTIFIER");
        }
        next++;
    }

    private bool Take(string symbol, out int position)
    {
        position = Current.Position;
        if (!Current.Is(symbol))
        {
            return false;
        }
        next++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol, out _))
        {
            throw Mismatch(Current, $"'{symbol}'");
        }
    }

    private static SyntaxException Mismatch(Token token, string expected) =>
        new(token.Position, $"Syntax error: mismatched input '{token.Display}' expecting {expected}");
}
