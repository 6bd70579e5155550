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
}
