using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Inputs;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>What an editor shows of emitted classes: their documentation is all that a user of a model sees of it.</summary>
public class HoverTests
{
    // Refused classes are the user's own; those of Places are not public.
    public static TheoryData<string> Inputs => new(SnapshotInputs.All.Keys.Except([nameof(SnapshotInputs.Refused), nameof(SnapshotInputs.Places)]));

    [Theory]
    [MemberData(nameof(Inputs))]
    public void EveryPublicMember_IsDocumented(string input)
    {
        TestRun run = SnapshotInputs.All[input].Run();
        ISymbol[] members = [.. Types(run.Output.Assembly.GlobalNamespace).Where(IsEmitted).SelectMany(type => Members(type).Prepend(type))];

        Assert.NotEmpty(members);
        Assert.Equal([], members.Where(member => !IsDocumented(member)).Select(member => member.ToDisplayString()));

        // What contains a declaration is the user's own; the emitted part of it only opens it.
        bool IsEmitted(INamedTypeSymbol type) =>
            type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute") || type.ContainingType is { } outer && IsEmitted(outer);
        IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.GetMembers().Where(member =>
            member is { IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected, IsOverride: false }
            && member is not INamedTypeSymbol and not IMethodSymbol { AssociatedSymbol: not null }
            && member.DeclaringSyntaxReferences.Any(part => run.Driver.GetRunResult().GeneratedTrees.Contains(part.SyntaxTree)));
    }

    [Fact]
    public void Model_ShowsItsLayersParametersMapAndSeam()
    {
        string hover = Summary(Type("Paper.Solar10B"));

        Assert.Contains("48 layers", hover, StringComparison.Ordinal);
        Assert.Contains("10,731,524,096 parameters", hover, StringComparison.Ordinal);
        Assert.Contains("layers 0–23 copy 0–23", hover, StringComparison.Ordinal);
        Assert.Contains("seam", hover, StringComparison.Ordinal);
    }

    /// <summary>Go-to-definition leads from a stage or merge to its model, and from a recipe to its source, by references that bind.</summary>
    [Theory]
    [InlineData("Paper.Solar10B", "T:Paper.SolarBase")]
    [InlineData("Paper.SolarBase", "T:Paper.Mistral7B")]
    [InlineData("Paper.Solar10BPretrained", "T:Paper.Solar10B")]
    [InlineData("Paper.SftV3", "T:Paper.Solar10B")]
    [InlineData("Paper.SftV3", "T:Paper.AlpacaGpt4")]
    [InlineData("Paper.SftV3V4", "T:Paper.SftV4")]
    [InlineData("Paper.SolarInstruct", "T:Paper.SftV3V4")]
    public void Reference_LeadsToItsDeclaration(string type, string target) =>
        Assert.Contains(target, Xml(Type(type)).Descendants("see").Select(see => see.Attribute("cref")?.Value));

    private static INamedTypeSymbol Type(string name) => SnapshotInputs.PaperInYaml.Run().Output.GetTypeByMetadataName(name)!;

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol space => Types(space),
        INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type => Types(type).Prepend(type),
        _ => [],
    });

    // What implements a contract has the contract's documentation.
    private static bool IsDocumented(ISymbol symbol) => Summary(symbol).Length >= 10 || Xml(symbol).Descendants("inheritdoc").Any();

    private static string Summary(ISymbol symbol) => string.Join(' ', Xml(symbol).Descendants("summary").Select(summary => summary.Value)).Trim();

    private static XElement Xml(ISymbol symbol) =>
        XElement.Parse(symbol.GetDocumentationCommentXml(expandIncludes: true) is { Length: > 0 } xml ? xml : "<none/>");
}
