using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Lab.Compilation;

/// <summary>Declarations that break rules of the language; the message lists each with its id and place.</summary>
public sealed class DeclarationException : Exception
{
    /// <summary>An exception that lists <paramref name="findings"/>.</summary>
    public DeclarationException(IReadOnlyList<Finding> findings, IReadOnlyList<DeclarationLocations> locations)
        : this(findings, finding => Place(finding, locations))
    {
    }

    /// <summary>An exception that lists <paramref name="findings"/>.</summary>
    /// <param name="findings">The broken rules.</param>
    /// <param name="place">Says where a finding is, such as <c>models.solar.yaml(3,12)</c>.</param>
    internal DeclarationException(IReadOnlyList<Finding> findings, Func<Finding, string> place)
        : base(string.Join(Environment.NewLine, EachOnce(findings, place).Select(finding => Line(finding, place)))) => Findings = EachOnce(findings, place);

    /// <summary>The broken rules.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Findings without those that say the same of the same place: two declarations may share one text by an anchor.</summary>
    internal static Finding[] EachOnce(IEnumerable<Finding> findings, Func<Finding, string> place) => [.. findings.DistinctBy(finding => Line(finding, place))];

    /// <summary>A finding as a line of text.</summary>
    internal static string Line(Finding finding, Func<Finding, string> place) => $"{place(finding)}: {finding.Rule.Id}: {finding.Message}";

    /// <summary>Where a finding is: file, line and column, or the declaration's name where no file is known.</summary>
    internal static string Place(Finding finding, IReadOnlyList<DeclarationLocations> locations) =>
        Find(finding, locations)?.ToString() ?? finding.Where.Declaration;

    /// <summary>The place of a finding in a file; null where none is known.</summary>
    internal static SourceLocation? Find(Finding finding, IReadOnlyList<DeclarationLocations> locations) => finding.At
        ?? locations.FirstOrDefault(l => l.Declaration == finding.Where.Declaration)?.Find(finding.Where.Element);
}
