namespace Solar;

/// <summary>Shape of the learning rate over the steps, by the names of Hugging Face.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum SchedulerType
{
    /// <summary><c>linear</c>: falls to 0 in a straight line.</summary>
    Linear,

    /// <summary><c>cosine</c>: falls to 0 along half a cosine.</summary>
    Cosine,

    /// <summary><c>constant</c>: stays, and knows no warm-up.</summary>
    Constant,

    /// <summary><c>constant_with_warmup</c>: stays after the warm-up.</summary>
    ConstantWithWarmup,

    /// <summary><c>cosine_with_min_lr</c>: falls along half a cosine to a share of the peak.</summary>
    CosineWithMinLr,

    /// <summary><c>warmup_stable_decay</c>: stays after the warm-up, and falls over the last steps.</summary>
    WarmupStableDecay,
}

/// <summary>How <see cref="SchedulerType.WarmupStableDecay"/> falls, by the names of Hugging Face.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum DecayType
{
    /// <summary><c>cosine</c>: along half a cosine.</summary>
    Cosine,

    /// <summary><c>linear</c>: in a straight line.</summary>
    Linear,

    /// <summary><c>1-sqrt</c>: by the root of the share of the decay that is done, steeply at first.</summary>
    OneMinusSqrt,
}
