using System;

namespace Solar;

/// <summary>Declares supervised instruction tuning: next-token loss on the answers. Names are those of TRL's SFTConfig (1.10).</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InstructionTuneAttribute : ConversationStageAttribute
{
    /// <summary>Instruction tuning from the weights of a model, a stage or a merge.</summary>
    /// <param name="model">The model, stage or merge from whose weights it starts.</param>
    public InstructionTuneAttribute(Type model) : base(model) => LearningRate = 2e-5;

    /// <summary>
    /// Whether answers alone are learnt, each with the mark that ends its turn; else all that is said. Default: true. TRL 1.10 has false,
    /// which learns the prompts of conversations, too.
    /// </summary>
    public bool AssistantOnlyLoss { get; set; } = true;

    /// <summary>Whether the last answer alone is learnt: all before it is the prompt. Default: false.</summary>
    public bool CompletionOnlyLoss { get; set; }

    /// <summary>Whether several conversations share a row; else each has its own, padded to the longest of its pass. Default: false.</summary>
    public bool Packing { get; set; }

    /// <summary>How conversations fill shared rows. Default: <see cref="Packing.Bfd"/>.</summary>
    public Packing PackingStrategy { get; set; } = Solar.Packing.Bfd;

    /// <summary>Whether a conversation sees itself alone in a shared row. Default: true.</summary>
    public bool IsolateDocuments { get; set; } = true;

    /// <summary>Whether conversations are shuffled before they are packed; rows are shuffled anyway. Default: false.</summary>
    public bool ShuffleDataset { get; set; }

    /// <summary>Strength of the noise on embeddings while it trains (NEFTune, Jain et al., 2023); 0 for none. Default: 0.</summary>
    public double NeftuneNoiseAlpha { get; set; }
}
