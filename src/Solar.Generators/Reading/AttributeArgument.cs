using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Solar.Generators.Reading;

/// <summary>One written argument: what it means and where it stands.</summary>
/// <param name="Value">What it means.</param>
/// <param name="Expression">Where it stands; null where no source is at hand.</param>
internal readonly record struct AttributeArgument(TypedConstant Value, ExpressionSyntax? Expression);

/// <summary>Pairs the values of an attribute with the expressions that they were written as.</summary>
internal static class AttributeArguments
{
    /// <summary>The value of a constructor's parameter; null where it has none.</summary>
    public static AttributeArgument? OfParameter(AttributeData attribute, AttributeSyntax? syntax, string parameter)
    {
        if (attribute.AttributeConstructor is not { } constructor)
        {
            return null;
        }

        int index = constructor.Parameters.ToList().FindIndex(candidate => candidate.Name == parameter);
        return index < 0 || index >= attribute.ConstructorArguments.Length
            ? null
            : new AttributeArgument(attribute.ConstructorArguments[index], Expressions(syntax, parameter, index).FirstOrDefault());
    }

    /// <summary>The elements of a parameter of array type, written as an array, a collection expression or one by one.</summary>
    public static IReadOnlyList<AttributeArgument> OfParams(AttributeData attribute, AttributeSyntax? syntax, string parameter)
    {
        if (OfParameter(attribute, syntax, parameter) is not { Value: { Kind: TypedConstantKind.Array, IsNull: false } array })
        {
            return [];
        }

        int index = attribute.AttributeConstructor!.Parameters.ToList().FindIndex(candidate => candidate.Name == parameter);
        List<ExpressionSyntax> expressions = [.. Expressions(syntax, parameter, index)];
        return expressions is [var single] && Elements(single) is { } elements ? Pair(array, elements) : Pair(array, expressions);
    }

    /// <summary>The elements of an array that was written as one expression.</summary>
    public static IReadOnlyList<AttributeArgument> ElementsOf(AttributeArgument array) =>
        array.Value is { Kind: TypedConstantKind.Array, IsNull: false } ? Pair(array.Value, Elements(array.Expression) ?? []) : [];

    private static List<AttributeArgument> Pair(TypedConstant array, IReadOnlyList<ExpressionSyntax> expressions) =>
        [.. array.Values.Select((value, i) => new AttributeArgument(value, i < expressions.Count ? expressions[i] : null))];

    // By name, or by position; the last position of a params array goes on to the end.
    private static IEnumerable<ExpressionSyntax> Expressions(AttributeSyntax? syntax, string parameter, int index)
    {
        List<AttributeArgumentSyntax> arguments = [.. syntax?.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null) ?? []];
        AttributeArgumentSyntax? named = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter);
        return named is not null
            ? [named.Expression]
            : arguments.Where(argument => argument.NameColon is null).Skip(index).Select(argument => argument.Expression);
    }

    private static IReadOnlyList<ExpressionSyntax>? Elements(ExpressionSyntax? expression) => expression switch
    {
        CollectionExpressionSyntax collection => [.. collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression)],
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
        ImplicitArrayCreationExpressionSyntax array => [.. array.Initializer.Expressions],
        _ => null,
    };
}
