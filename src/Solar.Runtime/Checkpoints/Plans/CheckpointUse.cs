namespace Solar.Runtime.Checkpoints;

/// <summary>What a checkpoint is to a model.</summary>
public enum CheckpointUse
{
    /// <summary>The model's own weights: everything must be as declared.</summary>
    Own,

    /// <summary>The weights that the model is made from: layers may be left out or taken twice.</summary>
    Base,
}
