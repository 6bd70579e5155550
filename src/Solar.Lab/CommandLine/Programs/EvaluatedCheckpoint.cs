using System;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>A checkpoint that is measured.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Type">Gives its emitted type; compiles it where no compiler has seen it.</param>
internal sealed record EvaluatedCheckpoint(string Name, string Folder, Func<Type> Type);
