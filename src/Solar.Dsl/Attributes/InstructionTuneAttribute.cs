using System;

namespace Solar;

/// <summary>Declares supervised instruction tuning: next-token loss on the answers.</summary>
/// <param name="model">The model, stage or merge from whose weights it starts.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InstructionTuneAttribute(Type model) : StageAttribute(model);
