using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Diagnostics;

/// <summary>Finds the place of every finding among the locations that the front ends noted.</summary>
internal static class FindingPlacer
{
    /// <summary>The findings of the front ends and of the joined program, each once, in the order of their places.</summary>
    public static EquatableArray<PlacedFinding> Place(IReadOnlyList<LocatedDeclaration> declarations, IEnumerable<Finding> others)
    {
        ILookup<string, DeclarationLocations> byName = declarations.Select(declaration => declaration.Locations).ToLookup(l => l.Declaration);
        var duplicates = new Dictionary<string, int>(StringComparer.Ordinal);
        var placed = new List<PlacedFinding>();

        // What one reader found stands in that declaration, even where another has the same name.
        foreach (LocatedDeclaration declaration in declarations)
        {
            placed.AddRange(declaration.Findings.Select(finding => Placed(finding, declaration.Locations)));
        }

        foreach (Finding finding in others)
        {
            List<DeclarationLocations> candidates = [.. byName[finding.Where.Declaration]];
            placed.Add(Placed(finding, Candidate(finding, candidates, duplicates)));
        }

        return placed.Distinct()
            .OrderBy(finding => finding.Place?.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place?.Start)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    private static PlacedFinding Placed(Finding finding, DeclarationLocations? locations)
    {
        SourceLocation? place = finding.At ?? locations?.Find(finding.Where.Element);
        return new PlacedFinding(finding.Rule, finding.Arguments, place)
        {
            Mends = finding.Mends.Select(mend => Placed(mend, place, locations)).OfType<PlacedMend>().ToEquatableArray(),
        };
    }

    // A mend is offered whole or not at all: an element that was never written has no text to replace.
    private static PlacedMend? Placed(Mend mend, SourceLocation? marked, DeclarationLocations? locations)
    {
        List<PlacedEdit> edits = [];
        foreach (MendEdit edit in mend.Edits)
        {
            if ((edit.At ?? (edit.Element is { } element ? locations?.FindWritten(element) : marked)) is not { } at)
            {
                return null;
            }

            if (edit is { Added: { } added, Element: { } behind })
            {
                if (added.Text(behind, locations!) is not { } text)
                {
                    return null;
                }

                edits.Add(new PlacedEdit(at.Path, at.Start + at.Length, 0, text));
                continue;
            }

            edits.Add(new PlacedEdit(at.Path, at.Start, at.Length, edit.Text));
        }

        return new PlacedMend(mend.Title, edits.ToEquatableArray());
    }

    // Of declarations with one name the first is built; the others are what "declared twice" is about.
    private static DeclarationLocations? Candidate(Finding finding, List<DeclarationLocations> candidates, Dictionary<string, int> duplicates)
    {
        if (finding.Rule.Id != Rules.DuplicateDeclaration.Id || candidates.Count < 2)
        {
            return candidates.FirstOrDefault();
        }

        int next = duplicates.TryGetValue(finding.Where.Declaration, out int seen) ? seen + 1 : 1;
        duplicates[finding.Where.Declaration] = next;
        return candidates[Math.Min(next, candidates.Count - 1)];
    }
}
