using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>What a recipe expression turned out to mean.</summary>
/// <param name="Recipe">The recipe; null where there is a <paramref name="Fault"/>.</param>
/// <param name="Elements">Where its elements stand in the text.</param>
/// <param name="Fault">The first thing wrong with it, or null.</param>
public sealed record RecipeReading(Recipe? Recipe, EquatableArray<RecipeElement> Elements, RecipeFault? Fault);

/// <summary>One element of an expression, by offset into its text.</summary>
/// <param name="Element">Its path; see <see cref="Validation.ElementPath"/>.</param>
/// <param name="Start">First character.</param>
/// <param name="Length">Number of characters.</param>
public readonly record struct RecipeElement(string Element, int Start, int Length);

/// <summary>What is wrong with an expression, by offset into its text.</summary>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Start">First character; the text's length where something is missing at its end.</param>
/// <param name="Length">Number of characters; 0 at the end of the text.</param>
public sealed record RecipeFault(string Message, int Start, int Length);
