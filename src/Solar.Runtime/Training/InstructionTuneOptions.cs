namespace Solar.Runtime.Training;

/// <summary>What a run of instruction tuning needs, by the names of TRL's SFTConfig (1.10) and with its learning rate.</summary>
public sealed record InstructionTuneOptions : ConversationStageOptions
{
    /// <summary>The defaults.</summary>
    public InstructionTuneOptions() => LearningRate = 2e-5;

    /// <summary>Whether answers alone are learnt, each with the mark that ends its turn; else all that is said.</summary>
    public bool AssistantOnlyLoss { get; init; } = true;

    /// <summary>Whether the last answer alone is learnt: all before it is the prompt.</summary>
    public bool CompletionOnlyLoss { get; init; }

    /// <summary>Whether several conversations share a row; else each has its own, padded to the longest of its pass.</summary>
    public bool Packing { get; init; }

    /// <summary>How conversations fill shared rows.</summary>
    public Packing PackingStrategy { get; init; } = Solar.Packing.Bfd;

    /// <summary>Whether a conversation sees itself alone in a shared row.</summary>
    public bool IsolateDocuments { get; init; } = true;

    /// <summary>Whether conversations are shuffled before they are packed; rows are shuffled anyway.</summary>
    public bool ShuffleDataset { get; init; }

    /// <summary>Strength of the noise on embeddings while it trains (NEFTune, Jain et al., 2023); 0 for none.</summary>
    public double NeftuneNoiseAlpha { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        AtLeast(nameof(NeftuneNoiseAlpha), NeftuneNoiseAlpha, 0);
    }
}
