using System.Globalization;
using System.Net;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Operon.Generators;

/// <summary>Reads property initializers: constants, <c>new()</c>, collection expressions, and the factories of .NET's scalar types.</summary>
internal sealed class InitializerReader(Compilation compilation)
{
    /// <summary>What the initializer of a property says; of a positional record, the default of the parameter.</summary>
    public Initializer Read(SchemaMember member)
    {
        if (member.Parameter is { HasExplicitDefaultValue: true } parameter)
        {
            return OfConstant(parameter.ExplicitDefaultValue, member.Type);
        }

        return member.Declaration?.Initializer?.Value is { } expression ? Read(expression, member.Type) : Initializer.None;
    }

    private static Initializer OfConstant(object? value, ITypeSymbol target) => value switch
    {
        null => Initializer.None,
        "" => Initializer.Empty,
        _ => Constants.ToJson(value, target) is { } json ? Initializer.Of(json) : Initializer.Unreadable,
    };

    private Initializer Read(ExpressionSyntax expression, ITypeSymbol target)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Read(parenthesized.Expression, target);
            case PostfixUnaryExpressionSyntax suppressed when suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                return Read(suppressed.Operand, target);
            case CollectionExpressionSyntax collection:
                return Items(collection.Elements.Select(element => (element as ExpressionElementSyntax)?.Expression), target);
        }

        // The API shared by generator and analyzer gets a compilation only; the model is needed for a handful of expressions.
#pragma warning disable RS1030
        var model = compilation.GetSemanticModel(expression.SyntaxTree);
#pragma warning restore RS1030
        if (expression.IsKind(SyntaxKind.DefaultLiteralExpression) || expression is DefaultExpressionSyntax)
        {
            return Initializer.None;
        }

        var constant = model.GetConstantValue(expression);
        if (constant.HasValue)
        {
            return OfConstant(constant.Value, target);
        }

        return expression switch
        {
            ArrayCreationExpressionSyntax { Initializer: { } items } => Items(items.Expressions, target),
            ArrayCreationExpressionSyntax => Initializer.Empty,
            ImplicitArrayCreationExpressionSyntax array => Items(array.Initializer.Expressions, target),
            BaseObjectCreationExpressionSyntax creation => Creation(creation, model.GetTypeInfo(creation).Type ?? target, model),
            InvocationExpressionSyntax call => Call(call, model, target),
            MemberAccessExpressionSyntax access => Named(model.GetSymbolInfo(access).Symbol),
            _ => Initializer.Unreadable,
        };
    }

    private Initializer Items(IEnumerable<ExpressionSyntax?> expressions, ITypeSymbol target)
    {
        if (Collections.ElementOf(target) is not { } elementType)
        {
            return expressions.Any() ? Initializer.Unreadable : Initializer.Empty;
        }

        var items = new JsonArray();
        foreach (var expression in expressions)
        {
            if (expression is null || Value(expression, elementType) is not { } item)
            {
                return Initializer.Unreadable;
            }

            items.Add(item);
        }

        return items.Count == 0 ? Initializer.Empty : Initializer.Of(items);
    }

    /// <summary>The value of an expression that cannot be left out; null when it cannot be read.</summary>
    private JsonNode? Value(ExpressionSyntax expression, ITypeSymbol target) => Read(expression, target) switch
    {
        { Kind: InitializerKind.Value, Value: var value } => value,
        { Kind: InitializerKind.Empty } when target.SpecialType == SpecialType.System_String => "",
        { Kind: InitializerKind.Empty } when Collections.ElementOf(target) is not null => new JsonArray(),
        { Kind: InitializerKind.Empty } => new JsonObject(),
        _ => null,
    };

    private Initializer Creation(BaseObjectCreationExpressionSyntax creation, ITypeSymbol type, SemanticModel model)
    {
        var initializers = creation.Initializer?.Expressions ?? default;
        if (Collections.DictionaryOf(type) is { } dictionary)
        {
            return creation.ArgumentList?.Arguments.Count > 0 ? Initializer.Unreadable : Entries(initializers, dictionary.Value, model);
        }

        if (Collections.ElementOf(type) is not null)
        {
            return creation.ArgumentList?.Arguments.Count > 0 ? Initializer.Unreadable : Items(initializers, type);
        }

        if (ScalarSchemas.Of(type) is not null)
        {
            return creation.ArgumentList?.Arguments is [var only] && model.GetConstantValue(only.Expression) is { HasValue: true, Value: { } text }
                && Constants.ToJson(text, null) is { } json && type.FullName() is "System.Uri" or "System.Guid" or "k8s.Models.ResourceQuantity" or "k8s.Models.IntOrString"
                ? Initializer.Of(Constants.ToJson(text, null)!)
                : Initializer.Unreadable;
        }

        return type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named ? Object(creation, named, initializers, model) : Initializer.Unreadable;
    }

    private Initializer Entries(SeparatedSyntaxList<ExpressionSyntax> expressions, ITypeSymbol valueType, SemanticModel model)
    {
        var entries = new JsonObject();
        foreach (var expression in expressions)
        {
            var (key, value) = expression switch
            {
                AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [var index] } } assignment => (index.Expression, assignment.Right),
                InitializerExpressionSyntax { Expressions: [var first, var second] } => (first, second),
                _ => (null, null),
            };
            if (key is null || model.GetConstantValue(key).Value is not string name || Value(value!, valueType) is not { } json)
            {
                return Initializer.Unreadable;
            }

            entries[name] = json;
        }

        return entries.Count == 0 ? Initializer.Empty : Initializer.Of(entries);
    }

    private Initializer Object(BaseObjectCreationExpressionSyntax creation, INamedTypeSymbol type, SeparatedSyntaxList<ExpressionSyntax> initializers, SemanticModel model)
    {
        var members = SchemaMembers.Of(type);
        var json = new JsonObject();
        var constructor = model.GetSymbolInfo(creation).Symbol as IMethodSymbol;
        var arguments = creation.ArgumentList?.Arguments ?? default;
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index].NameColon?.Name.Identifier.ValueText ?? constructor?.Parameters.ElementAtOrDefault(index)?.Name;
            var member = members.FirstOrDefault(candidate => candidate.Parameter is not null && string.Equals(candidate.Parameter.Name, name, StringComparison.OrdinalIgnoreCase));
            if (member is null || !Set(json, member, arguments[index].Expression))
            {
                return Initializer.Unreadable;
            }
        }

        foreach (var expression in initializers)
        {
            var member = expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax name }
                ? members.FirstOrDefault(candidate => candidate.Property.Name == name.Identifier.ValueText)
                : null;
            if (member is null || !Set(json, member, ((AssignmentExpressionSyntax)expression).Right))
            {
                return Initializer.Unreadable;
            }
        }

        return Initializer.Of(json);
    }

    private bool Set(JsonObject json, SchemaMember member, ExpressionSyntax expression)
    {
        var read = Read(expression, member.Type);
        if (read.Kind != InitializerKind.None)
        {
            json[member.Name] = Value(expression, member.Type);
        }

        return read.Kind != InitializerKind.Unreadable;
    }

    private static Initializer Call(InvocationExpressionSyntax call, SemanticModel model, ITypeSymbol target)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol { IsStatic: true } method)
        {
            return Initializer.Unreadable;
        }

        var arguments = call.ArgumentList.Arguments.Select(argument => model.GetConstantValue(argument.Expression)).ToList();
        if (method.Name == "Empty" && arguments.Count == 0 && (Collections.ElementOf(target) ?? Collections.DictionaryOf(target)?.Value) is not null)
        {
            return Initializer.Empty;
        }

        if (arguments.Count == 0 || !arguments.All(argument => argument.HasValue))
        {
            return Initializer.Unreadable;
        }

        return method.ContainingType.FullName() switch
        {
            "System.TimeSpan" => Span(method.Name, arguments.Select(argument => argument.Value).ToList()),
            "System.Guid" when method.Name == "Parse" && Guid.TryParse(arguments[0].Value as string, out var id) => Initializer.Of(id.ToString()),
            "System.Net.IPAddress" when method.Name == "Parse" && IPAddress.TryParse(arguments[0].Value as string ?? "", out var address) => Initializer.Of(address.ToString()),
            _ => Initializer.Unreadable,
        };
    }

    private static Initializer Span(string method, List<object?> arguments)
    {
        long ticks = method switch
        {
            "FromDays" => TimeSpan.TicksPerDay,
            "FromHours" => TimeSpan.TicksPerHour,
            "FromMinutes" => TimeSpan.TicksPerMinute,
            "FromSeconds" => TimeSpan.TicksPerSecond,
            "FromMilliseconds" => TimeSpan.TicksPerMillisecond,
            _ => 0,
        };
        // The overloads with several numbers are optional parts of smaller units, which constants rarely use.
        return ticks > 0 && arguments.Skip(1).All(argument => argument is 0 or 0L) && arguments[0] is IConvertible count
            ? Initializer.Of(Durations.ToText(TimeSpan.FromTicks((long)(count.ToDecimal(CultureInfo.InvariantCulture) * ticks))))
            : Initializer.Unreadable;
    }

    private static Initializer Named(ISymbol? symbol) => (symbol?.ContainingType?.FullName(), symbol?.Name) switch
    {
        ("System.String", "Empty") => Initializer.Empty,
        ("System.TimeSpan", "Zero") => Initializer.Of("0s"),
        ("System.Guid", "Empty") => Initializer.Of(Guid.Empty.ToString()),
        (_, "Empty") when symbol is IFieldSymbol { IsStatic: true, Type: var type } && Collections.ElementOf(type) is not null => Initializer.Empty,
        (_, "Empty") when symbol is IFieldSymbol { IsStatic: true, Type: var type } && Collections.DictionaryOf(type) is not null => Initializer.Empty,
        _ => Initializer.Unreadable,
    };
}
