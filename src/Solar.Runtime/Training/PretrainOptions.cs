namespace Solar.Runtime.Training;

/// <summary>What a run of continued pretraining needs: what every stage does, and how plain text becomes rows of tokens.</summary>
public sealed record PretrainOptions : TrainingOptions
{
    /// <summary>How documents fill rows.</summary>
    public Packing PackingStrategy { get; init; } = Packing.Wrapped;

    /// <summary>Whether a document sees itself alone: attention ends at its bounds, positions begin anew, and its first token is no target.</summary>
    public bool IsolateDocuments { get; init; } = true;

    /// <summary>What becomes of documents with more tokens than a row.</summary>
    public ExcessLength ExcessLengthStrategy { get; init; } = ExcessLength.Split;

    /// <summary>Whether documents are shuffled before they are packed; rows are shuffled anyway.</summary>
    public bool ShuffleDataset { get; init; }

    /// <summary>Whether documents begin with the begin token.</summary>
    public EdgeToken AddBos { get; init; } = EdgeToken.Tokenizer;

    /// <summary>Whether documents end with the end token.</summary>
    public EdgeToken AddEos { get; init; } = EdgeToken.Always;
}
