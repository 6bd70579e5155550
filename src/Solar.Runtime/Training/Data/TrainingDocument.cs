namespace Solar.Runtime.Training.Data;

/// <summary>One text to learn from, and where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="File">The file that holds it.</param>
/// <param name="Line">Its first line, 1 for the first of the file.</param>
public readonly record struct TrainingDocument(string Text, string File, long Line);
