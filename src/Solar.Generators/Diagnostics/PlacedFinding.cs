using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Diagnostics;

/// <summary>A finding with its place.</summary>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Arguments">What fills its message.</param>
/// <param name="Place">Where; null where no file is to blame.</param>
internal sealed record PlacedFinding(Rule Rule, EquatableArray<string> Arguments, SourceLocation? Place)
{
    /// <summary>What would put it right.</summary>
    public EquatableArray<PlacedMend> Mends { get; init; }
}
