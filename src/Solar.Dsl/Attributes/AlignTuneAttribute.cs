using System;

namespace Solar;

/// <summary>Declares preference alignment (direct preference optimisation).</summary>
/// <param name="model">The model, stage or merge from whose weights it starts.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AlignTuneAttribute(Type model) : StageAttribute(model)
{
    /// <summary>Strength of the pull towards the reference model (DPO). Default: 0.1.</summary>
    public double Beta { get; set; } = 0.1;
}
