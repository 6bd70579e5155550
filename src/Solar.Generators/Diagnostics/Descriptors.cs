using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Validation;

namespace Solar.Generators.Diagnostics;

/// <summary>The rules of the language as Roslyn knows them. One table serves all front ends, so descriptors are made from it.</summary>
public static class Descriptors
{
    /// <summary>Where the pages are, in the repository and in the package alike.</summary>
    public const string HelpRoot = "docs/diagnostics/";

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = Rules.All.ToDictionary(rule => rule.Id, Describe);

    /// <summary>Every descriptor, in the order of the rules.</summary>
    public static IEnumerable<DiagnosticDescriptor> All => Rules.All.Select(Of);

    /// <summary>The descriptor of a rule.</summary>
    public static DiagnosticDescriptor Of(Rule rule) => ById[rule.Id];

    private static DiagnosticDescriptor Describe(Rule rule) => new(
        id: rule.Id,
        title: rule.Title,
        messageFormat: rule.MessageFormat,
        category: Category(rule.Id),
        defaultSeverity: Severity(rule.Severity),
        isEnabledByDefault: true,
        helpLinkUri: $"{HelpRoot}{rule.Id}.md");

    // The first digit is the area.
    private static string Category(string id) => id["SOLAR".Length] switch
    {
        '1' => "Solar.Architecture",
        '2' => "Solar.Recipe",
        '3' => "Solar.Weights",
        '4' => "Solar.Training",
        _ => "Solar.Form",
    };

    private static DiagnosticSeverity Severity(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => DiagnosticSeverity.Error,
        RuleSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}
