using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>One entry of a catalog as read.</summary>
/// <param name="Declaration">The declaration; null where the text cannot be read.</param>
/// <param name="Findings">What is wrong with the text.</param>
public sealed record CatalogReading(Declaration? Declaration, EquatableArray<Finding> Findings);
