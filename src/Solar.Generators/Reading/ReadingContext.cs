using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Reading;

/// <summary>What is gathered while one class is read. It lives for one call: nothing that holds it is cached.</summary>
internal sealed class ReadingContext(
    DeclarationName name, DeclarationShape shape, Compilation compilation, CancellationToken cancellationToken)
{
    private readonly List<Finding> _findings = [];
    private readonly List<ElementLocation> _locations = [];

    public DeclarationName Name { get; } = name;

    public DeclarationShape Shape { get; } = shape;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Whether something could not be read: by a finding of ours, or by an error that C# itself reports.</summary>
    public bool IsBroken { get; private set; }

    public void Locate(string element, SyntaxNode? node)
    {
        if (node is not null)
        {
            _locations.Add(new ElementLocation(element, SourceLocations.Of(node)));
        }
    }

    public void Locate(string element, SyntaxToken token) => _locations.Add(new ElementLocation(element, SourceLocations.Of(token)));

    public void Locate(string element, SourceLocation place) => _locations.Add(new ElementLocation(element, place));

    public void Report(Rule rule, string element, params object[] arguments)
    {
        _findings.Add(Finding.Of(rule, new ElementPath(Name.FullName, element), arguments));
        IsBroken |= rule.Severity == RuleSeverity.Error;
    }

    /// <summary>C# reports this mistake itself; a second message would only be noise.</summary>
    public void LeaveToCSharp() => IsBroken = true;

    public Compilation Compilation { get; } = compilation;

    public SemanticModel Model(ExpressionSyntax expression) => Compilation.GetSemanticModel(expression.SyntaxTree);

    /// <summary>What was read; without its declaration where something is broken.</summary>
    public LocatedDeclaration Finish(Declaration? declaration) => new(
        new ReadDeclaration(Name, Shape, IsBroken ? null : declaration),
        new DeclarationLocations(Name.FullName, _locations.Distinct().ToEquatableArray()),
        _findings.ToEquatableArray());
}
