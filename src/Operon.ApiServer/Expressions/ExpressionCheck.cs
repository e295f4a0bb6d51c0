using Operon.ApiServer.Errors;
using Operon.ApiServer.Schemas;
using Operon.Cel;

namespace Operon.ApiServer.Expressions;

/// <summary>Whether an expression of a configuration compiles to what it must give.</summary>
internal static class ExpressionCheck
{
    public static void Check(string expression, string path, CelEnvironment environment, List<FieldError> errors, params ReadOnlySpan<CelType> types)
    {
        if (expression.Trim().Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }
        var compilation = environment.Compile(expression);
        if (compilation.Program is null)
        {
            errors.Add(FieldError.Invalid(path, JsonText.Quote(expression), $"compilation failed: {compilation.IssueText}"));
        }
        else if (types.Length == 1 && !compilation.ResultType.Equals(types[0]))
        {
            errors.Add(FieldError.Invalid(path, JsonText.Quote(expression), $"must evaluate to {types[0]} but got {compilation.ResultType}"));
        }
        else if (types.Length > 1 && !types.Contains(compilation.ResultType))
        {
            errors.Add(FieldError.Invalid(path, JsonText.Quote(expression), $"must evaluate to one of [{string.Join(" ", types.ToArray().Select(type => type.ToString()))}] but got {compilation.ResultType}"));
        }
    }
}
