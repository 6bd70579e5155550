using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Runtime.Training.Data;

/// <summary>What of a stage's options says how documents become rows, for every kind of stage alike.</summary>
internal sealed record RowOptions
{
    /// <summary>Tokens of a row at most.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Whether documents share rows; else each has its own.</summary>
    public bool Packs { get; init; } = true;

    /// <summary>How they fill shared rows.</summary>
    public required Packing PackingStrategy { get; init; }

    /// <summary>What becomes of documents with more tokens than a row.</summary>
    public required ExcessLength ExcessLengthStrategy { get; init; }

    /// <summary>Whether documents of one row see themselves alone.</summary>
    public required bool IsolateDocuments { get; init; }

    /// <summary>Whether documents are shuffled before they are packed.</summary>
    public required bool ShuffleDataset { get; init; }

    /// <summary>Seed of shuffling and sampling.</summary>
    public required int Seed { get; init; }

    /// <summary>The folder that the paths of data sets are relative to.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where tokenised data sets are kept; empty for nowhere.</summary>
    public required string CacheDirectory { get; init; }

    /// <summary>The evaluation sets that rows must not overlap; null for none.</summary>
    public Decontamination? KeptOut { get; init; }

    /// <summary>Those of continued pretraining.</summary>
    public static RowOptions Of(PretrainOptions options) => new()
    {
        MaxLength = options.MaxLength,
        PackingStrategy = options.PackingStrategy,
        ExcessLengthStrategy = options.ExcessLengthStrategy,
        IsolateDocuments = options.IsolateDocuments,
        ShuffleDataset = options.ShuffleDataset,
        Seed = options.Seed,
        DataDirectory = options.DataDirectory,
        CacheDirectory = options.CacheDirectory,
    };

    /// <summary>Those of conversations.</summary>
    public static RowOptions Of(ConversationOptions options) => new()
    {
        MaxLength = options.MaxLength,
        Packs = options.Packing,
        PackingStrategy = options.PackingStrategy,
        ExcessLengthStrategy = options.ExcessLengthStrategy,
        IsolateDocuments = options.IsolateDocuments,
        ShuffleDataset = options.ShuffleDataset,
        Seed = options.Seed,
        DataDirectory = options.DataDirectory,
        CacheDirectory = options.CacheDirectory,
    };
}
