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
            if (expr is CallExpr { Function: "timestamp" } time && time.Arguments.Count > 0 && time.Arguments[0] is LiteralExpr { Value: CelInt { Value: < CelTimestamp.MinSeconds or > CelTimestamp.MaxSeconds } } seconds)
            {
                checker.Report(seconds.Position, "invalid timestamp argument");
            }
            if (expr is CallExpr call && call.Arguments.Count > 0 && call.Arguments[0] is LiteralExpr { Value: CelString literal } argument)
            {
                switch (call.Function)
                {
                    case "matches" or "find" or "findAll" when call.Target is not null && PatternCache.Find(literal.Text, out _) is null:
                        checker.Report(argument.Position, $"invalid {call.Function} argument");
                        break;
                    case "matches" when call.Arguments.Count == 2 && call.Arguments[1] is LiteralExpr { Value: CelString pattern } && PatternCache.Find(pattern.Text, out _) is null:
                        checker.Report(call.Arguments[1].Position, "invalid matches argument");
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
