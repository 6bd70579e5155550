using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Solar.Generators.Diagnostics;
using Solar.Generators.Reading;
using Solar.Validation;

namespace Solar.Generators.Analyzers;

/// <summary>
/// Reports <c>typeof(X)</c> of a class that was no type yet when the generator ran and is no declaration either: another generator makes it, or it is a part
/// of what is emitted (SOLAR005). The generator cannot tell such a name from a misspelt one, which C# reports, and C# finds nothing wrong with it in the
/// end; only an analyzer sees both.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LateTypeAnalyzer : DiagnosticAnalyzer
{
    private const string Language = "Solar";

    private static readonly string OwnFolder = typeof(SolarGenerator).FullName!;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.Of(Rules.UnresolvedName)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.Attribute);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        TypeOfExpressionSyntax[] named = [.. attribute.ArgumentList?.DescendantNodes().OfType<TypeOfExpressionSyntax>() ?? []];
        if (named.Length == 0 || !IsWord(context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type))
        {
            return;
        }

        foreach (TypeSyntax name in named.Select(expression => expression.Type))
        {
            if (context.SemanticModel.GetTypeInfo(name, context.CancellationToken).Type is INamedTypeSymbol { TypeKind: not TypeKind.Error } type
                && Reason(type) is { } reason)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.Of(Rules.UnresolvedName), name.GetLocation(), name.ToString(), IsData(name) ? "data set" : "model, stage or merge", reason));
            }
        }
    }

    private static bool IsWord(ITypeSymbol? attribute) =>
        attribute is { ContainingNamespace: { Name: Language, ContainingNamespace.IsGlobalNamespace: true } } && Word.Find(NameReferences.FullName(attribute)) is not null;

    // Why a class that only exists since generators ran is no declaration; null for any other.
    private static string? Reason(INamedTypeSymbol type)
    {
        string[] paths = [.. type.DeclaringSyntaxReferences.Select(part => part.SyntaxTree.FilePath)];
        if (paths.Length == 0 || !paths.All(IsGenerated))
        {
            return null;
        }

        if (!paths.Any(IsOwn))
        {
            return ": another generator makes it, and what generators make cannot be a declaration";
        }

        // What only YAML declares is never nested, so a nested class is a part of somebody's module.
        return type.ContainingType is null ? null : $": it is a part of what is emitted for '{type.ContainingType.Name}'";
    }

    private static bool IsData(TypeSyntax name) =>
        name.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.NameEquals?.Name.Identifier.ValueText == "Data";

    private static bool IsOwn(string path) => path.Contains(OwnFolder);

    private static bool IsGenerated(string path) => IsOwn(path) || path.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
