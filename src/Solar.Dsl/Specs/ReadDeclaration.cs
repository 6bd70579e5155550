using Solar.Validation;

namespace Solar.Specs;

/// <summary>What a front end made of one declaration.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Shape">How its class is declared.</param>
/// <param name="Declaration">The declaration; null where it is too broken to mean anything, and then it only gets a stub.</param>
public sealed record ReadDeclaration(DeclarationName Name, DeclarationShape Shape, Declaration? Declaration);

/// <summary>A declaration as read, with all that only diagnostics need.</summary>
/// <param name="Read">The declaration.</param>
/// <param name="Locations">Where its elements stand.</param>
/// <param name="Findings">What the front end found wrong with it.</param>
public sealed record LocatedDeclaration(ReadDeclaration Read, DeclarationLocations Locations, EquatableArray<Finding> Findings);
