using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Solar.Generators.CodeFixes;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests.CodeFixes;

/// <summary>An editor's view of a program: what is reported, what is offered, and what the text is afterwards.</summary>
internal static class Fixing
{
    /// <summary>The titles of all that is offered for a program's diagnostics.</summary>
    public static async Task<string[]> OfferedAsync(TestProgram program) =>
        [.. (await OffersAsync(program)).Select(offer => offer.Action.Title)];

    /// <summary>Takes the offer of a title; fails where it is not there, or the mended program still reports something.</summary>
    /// <returns>The text of each changed file.</returns>
    public static async Task<string> ApplyAsync(TestProgram program, string title)
    {
        List<(CodeAction Action, Solution Solution)> offers = await OffersAsync(program);
        (CodeAction action, Solution before) = Assert.Single(offers, offer => offer.Action.Title == title);
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution after = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;

        TestProgram mended = new()
        {
            Sources = [.. await TextsAsync(after.Projects.Single().Documents)],
            Yaml = [.. await TextsAsync(after.Projects.Single().AdditionalDocuments)],
        };
        Assert.Empty(mended.Run().Messages);

        var unchanged = program.Sources.Concat(program.Yaml).ToHashSet();
        Assert.NotSame(before, after);
        return string.Join("\n", mended.Sources.Concat(mended.Yaml).Where(file => !unchanged.Contains(file)).Select(file => file.Item2));
    }

    private static async Task<List<(CodeAction Action, Solution Solution)>> OffersAsync(TestProgram program)
    {
        var workspace = new AdhocWorkspace();
        ProjectId id = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, "Program", "Program", LanguageNames.CSharp, metadataReferences: program.References));
        foreach ((string path, string text) in program.Sources)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(id), path, SourceText.From(text), filePath: path);
        }

        foreach ((string path, string text) in program.Yaml)
        {
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), path, SourceText.From(text), filePath: path);
        }

        Project project = solution.GetProject(id)!;
        var offers = new List<(CodeAction, Solution)>();
        foreach (Diagnostic diagnostic in program.Run().Reported)
        {
            string path = diagnostic.Location.GetLineSpan().Path;
            TextDocument document = project.Documents.Concat(project.AdditionalDocuments).Single(candidate => candidate.FilePath == path);
            Assert.Contains(diagnostic.Id, new MendProvider().FixableDiagnosticIds);
            await new MendProvider().RegisterCodeFixesAsync(new CodeFixContext(
                document, diagnostic.Location.SourceSpan, [diagnostic], (action, _) => offers.Add((action, solution)), CancellationToken.None));
        }

        return offers;
    }

    private static async Task<List<(string Path, string Text)>> TextsAsync(IEnumerable<TextDocument> documents)
    {
        var texts = new List<(string, string)>();
        foreach (TextDocument document in documents)
        {
            texts.Add((document.FilePath!, (await document.GetTextAsync()).ToString()));
        }

        return texts;
    }
}
