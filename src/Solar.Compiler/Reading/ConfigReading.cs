using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>A Hugging Face <c>config.json</c> as read.</summary>
/// <param name="Architecture">Its family and keys; null where one of them cannot be read. Keys that are not known do not make it null: the caller judges by the findings.</param>
/// <param name="Ignored">Keys that say nothing about the model's tensors or numbers and were passed over, in the file's order.</param>
/// <param name="Locations">Where its keys stand, as of a declaration without a name.</param>
/// <param name="Findings">What is wrong with it, in its order. Every finding knows its place.</param>
public sealed record ConfigReading(
    ArchitectureDeclaration? Architecture, EquatableArray<string> Ignored, DeclarationLocations Locations, EquatableArray<Finding> Findings);
