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
        : base(string.Join(Environment.NewLine, findings.Select(finding => $"{place(finding)}: {finding.Rule.Id}: {finding.Message}"))) => Findings = findings;

    /// <summary>The broken rules.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Where a finding is: file, line and column, or the declaration's name where no file is known.</summary>
    internal static string Place(Finding finding, IReadOnlyList<DeclarationLocations> locations) =>
        Find(finding, locations)?.ToString() ?? finding.Where.Declaration;

    /// <summary>The place of a finding in a file; null where none is known.</summary>
    internal static SourceLocation? Find(Finding finding, IReadOnlyList<DeclarationLocations> locations) => finding.At
        ?? locations.FirstOrDefault(l => l.Declaration == finding.Where.Declaration)?.Find(finding.Where.Element);
}
