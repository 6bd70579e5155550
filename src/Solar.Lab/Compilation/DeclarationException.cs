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
        : base(string.Join(Environment.NewLine, findings.Select(finding => Describe(finding, locations)))) => Findings = findings;

    /// <summary>The broken rules.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    private static string Describe(Finding finding, IReadOnlyList<DeclarationLocations> locations)
    {
        SourceLocation? location = finding.At
            ?? locations.FirstOrDefault(l => l.Declaration == finding.Where.Declaration)?.Find(finding.Where.Element);
        string place = location?.ToString() ?? finding.Where.Declaration;
        return $"{place}: {finding.Rule.Id}: {finding.Message}";
    }
}
