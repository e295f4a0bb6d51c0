namespace Operon.Cel.Syntax;

internal sealed record MapEntry(Expr Key, Expr Value, bool IsOptional);
