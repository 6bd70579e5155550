using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Solar.Generators.Diagnostics;
using Solar.Validation;

namespace Solar.Generators.CodeFixes;

/// <summary>
/// Offers the mends that diagnostics carry, in C# and in <c>*.solar.yaml</c> alike. What a mend does is decided where its rule is checked;
/// here it is only carried out.
/// </summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp,
    Name = nameof(MendProvider),
    DocumentKinds = [nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument)],
    DocumentExtensions = [".cs", ".yaml", ".yml"])]
[Shared]
public sealed class MendProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. Rules.All.Select(rule => rule.Id)];

    /// <summary>None: a mend answers one mistake, and the next one may have another.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Project project = context.TextDocument.Project;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (PlacedMend mend in MendProperties.Read(diagnostic.Properties))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(mend.Title, cancellationToken => MendedSolution.OfAsync(project, mend, cancellationToken), equivalenceKey: mend.Title),
                    diagnostic);
            }
        }

        return Task.CompletedTask;
    }
}
