namespace Solar.Runtime.Training.Data;

/// <summary>A document of a stage's data.</summary>
/// <param name="Dataset">The data set, in the order of the stage.</param>
/// <param name="Document">The document within it.</param>
internal readonly record struct DocumentReference(int Dataset, int Document);
