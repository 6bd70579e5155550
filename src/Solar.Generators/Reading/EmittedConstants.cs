using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>
/// Arguments that have no value while the generator runs. C# reports most of them itself; but a constant that emitted code brings,
/// such as <c>SolarBase.LayerCount</c>, is fine to C# in the end, and only we can say that it came too late.
/// </summary>
internal static class EmittedConstants
{
    private static readonly string[] Names = ["LayerCount", "ParameterCount"];

    public static void Report(ExpressionSyntax? expression, string key, string element, ReadingContext context)
    {
        context.LeaveToCSharp();
        ExpressionSyntax? constant = expression?.DescendantNodesAndSelf()
            .OfType<ExpressionSyntax>()
            .FirstOrDefault(access => Names.Contains(Name(access))
                && context.Model(access).GetSymbolInfo(access, context.CancellationToken).Symbol is null);
        if (constant is not null)
        {
            context.Locate(element, expression);
            context.Report(
                Rules.InvalidValue, element, expression!, key,
                $"a constant of your own, for '{constant}' is only written from what is declared here");
        }
    }

    // Qualified, or simple after a using static.
    private static string Name(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        _ => "",
    };
}
