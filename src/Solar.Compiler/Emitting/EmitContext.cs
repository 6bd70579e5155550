using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>What the emitter must know of its surroundings.</summary>
/// <param name="Version">Version of the generator, for <c>[GeneratedCode]</c>.</param>
public sealed record EmitContext(string Version)
{
    /// <summary>
    /// Those of <see cref="EmittedNames.All"/> that mean something else where emitted code stands, in ordinal order:
    /// a type, namespace or alias of the user's, or a type of a globally imported namespace. They are then written in full.
    /// </summary>
    public EquatableArray<string> TakenNames { get; init; }
}
