namespace Solar.Compiler.Emitting;

/// <summary>One emitted source file.</summary>
/// <param name="HintName">Its name, such as <c>Paper.Solar10B.Module.g.cs</c>; unique within a program.</param>
/// <param name="Text">Its text, with LF line ends.</param>
public sealed record EmittedFile(string HintName, string Text);
