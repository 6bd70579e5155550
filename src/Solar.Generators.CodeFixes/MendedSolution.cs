using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Solar.Generators.Diagnostics;

namespace Solar.Generators.CodeFixes;

/// <summary>Carries a mend out on the files of a project.</summary>
internal static class MendedSolution
{
    /// <summary>The solution with the mend. An edit that no longer fits its file, since that was changed meanwhile, leaves all as it is.</summary>
    public static async Task<Solution> OfAsync(Project project, PlacedMend mend, CancellationToken cancellationToken)
    {
        Solution solution = project.Solution;
        foreach (IGrouping<string, PlacedEdit> file in mend.Edits.GroupBy(edit => edit.Path, StringComparer.Ordinal))
        {
            if (Find(project, file.Key) is not { } document)
            {
                return project.Solution;
            }

            SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            if (file.Any(edit => edit.Start + edit.Length > text.Length))
            {
                return project.Solution;
            }

            SourceText mended = text.WithChanges(file
                .OrderBy(edit => edit.Start)
                .Select(edit => new TextChange(new TextSpan(edit.Start, edit.Length), edit.Text)));
            solution = document is Document
                ? solution.WithDocumentText(document.Id, mended)
                : solution.WithAdditionalDocumentText(document.Id, mended);
        }

        return solution;
    }

    private static TextDocument? Find(Project project, string path) =>
        project.Documents.Concat(project.AdditionalDocuments).FirstOrDefault(document => string.Equals(document.FilePath, path, StringComparison.Ordinal));
}
