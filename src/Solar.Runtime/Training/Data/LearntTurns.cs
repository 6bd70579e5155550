namespace Solar.Runtime.Training.Data;

/// <summary>What of a conversation is learnt.</summary>
public enum LearntTurns
{
    /// <summary>Every answer, each with the mark that ends its turn (TRL's <c>assistant_only_loss</c>).</summary>
    Assistant,

    /// <summary>The last answer alone: all before it is the prompt (TRL's <c>completion_only_loss</c>).</summary>
    Completion,

    /// <summary>Everything but a row's first token.</summary>
    All,
}
