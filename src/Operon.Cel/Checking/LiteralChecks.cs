using Operon.Cel.Patterns;
using Operon.Cel.Syntax;

namespace Operon.Cel.Checking;

/// <summary>Literals that can never evaluate: patterns, durations and timestamps. Kubernetes checks them since 1.29.</summary>
internal static class LiteralChecks
{
    public static void Apply(IEnumerable<Expr> expressions, Checker checker)
    {
        foreach (var expr in expressions)
        {
            if (expr is CallExpr call && call.Arguments.Count > 0 && call.Arguments[call.Arguments.Count - 1] is LiteralExpr { Value: CelString literal } argument)
            {
                switch (call.Function)
                {
                    case "matches" when PatternCache.Find(literal.Text, out _) is null:
                        checker.Report(argument.Position, "invalid matches argument");
                        break;
                    case "duration" when TimeText.Duration(literal.Text) is null:
                        checker.Report(argument.Position, "invalid duration argument");
                        break;
                    case "timestamp" when TimeText.Timestamp(literal.Text) is null:
                        checker.Report(argument.Position, "invalid timestamp argument");
                        break;
                }
            }
        }
    }
}
