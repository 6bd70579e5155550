using Solar.Specs;

namespace Solar.Generators.Diagnostics;

/// <summary>A mend with its places.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Edits">The changes.</param>
internal sealed record PlacedMend(string Title, EquatableArray<PlacedEdit> Edits);

/// <summary>A piece of text that is replaced.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">First character, from 0.</param>
/// <param name="Length">Number of characters; 0 inserts.</param>
/// <param name="Text">What stands there afterwards.</param>
internal readonly record struct PlacedEdit(string Path, int Start, int Length, string Text);
