using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>A <c>*.solar.yaml</c> file as read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Namespace">The namespace of its classes, empty for the global one.</param>
/// <param name="Usings">The namespaces that it imports, in their order.</param>
/// <param name="Declarations">What it declares, in its order; broken ones as stubs.</param>
/// <param name="Findings">What is wrong with the file itself, in its order; what is wrong with a declaration stands there. Every finding knows its place.</param>
public sealed record YamlProgram(
    string Path,
    string Namespace,
    EquatableArray<string> Usings,
    EquatableArray<LocatedDeclaration> Declarations,
    EquatableArray<Finding> Findings);
