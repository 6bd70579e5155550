using System;

namespace Solar;

/// <summary>Declares continued pretraining: next-token loss on plain text.</summary>
/// <param name="model">The model, stage or merge from whose weights it starts.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PretrainAttribute(Type model) : StageAttribute(model);
