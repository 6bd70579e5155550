using System;

namespace Solar.Runtime.Training.Data;

/// <summary>How conversations become rows of tokens, and where files lie.</summary>
public sealed record ConversationOptions
{
    /// <summary>
    /// The template: the name of a built-in one, <c>tokenizer</c> for that of the checkpoint's own files, <c>auto</c> for its own or else <c>solar</c>, or the path of a Jinja file, relative to
    /// <see cref="DataDirectory"/>.
    /// </summary>
    public string ChatTemplate { get; init; } = "solar";

    /// <summary>The folder of the tokenizer, for a template of its own.</summary>
    public string TokenizerDirectory { get; init; } = "";

    /// <summary>What of a conversation is learnt. Preference data learns the last answer whatever is written.</summary>
    public LearntTurns Learns { get; init; } = LearntTurns.Assistant;

    /// <summary>Tokens of a row at most; of preference data, of the prompt and the longer answer.</summary>
    public int MaxLength { get; init; } = 1024;

    /// <summary>What becomes of conversations with more tokens than a row; their beginning is kept where they are cut off.</summary>
    public ExcessLength ExcessLengthStrategy { get; init; } = ExcessLength.Truncate;

    /// <summary>Whether several conversations share a row; else each has its own, as long as the longest of its pass.</summary>
    public bool Packing { get; init; }

    /// <summary>How conversations fill shared rows.</summary>
    public Packing PackingStrategy { get; init; } = Solar.Packing.Bfd;

    /// <summary>Whether a conversation sees itself alone in a shared row.</summary>
    public bool IsolateDocuments { get; init; } = true;

    /// <summary>Whether conversations are shuffled before they are packed; rows are shuffled anyway.</summary>
    public bool ShuffleDataset { get; init; }

    /// <summary>Whether texts begin with the begin token where their template does not write it; it never stands twice.</summary>
    public EdgeToken AddBos { get; init; } = EdgeToken.Tokenizer;

    /// <summary>Seed of shuffling and sampling.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>The folder that the paths of data sets are relative to; by default the program's.</summary>
    public string DataDirectory { get; init; } = AppContext.BaseDirectory;

    /// <summary>Where tokenised data sets are kept; empty for nowhere.</summary>
    public string CacheDirectory { get; init; } = TokenCache.DefaultDirectory;

    /// <summary>Those of a stage of instruction tuning.</summary>
    internal static ConversationOptions Of(InstructionTuneOptions options) => Of((ConversationStageOptions)options) with
    {
        Learns = options.CompletionOnlyLoss ? LearntTurns.Completion : options.AssistantOnlyLoss ? LearntTurns.Assistant : LearntTurns.All,
        Packing = options.Packing,
        PackingStrategy = options.PackingStrategy,
        IsolateDocuments = options.IsolateDocuments,
        ShuffleDataset = options.ShuffleDataset,
    };

    /// <summary>Those of any stage that learns from conversations.</summary>
    internal static ConversationOptions Of(ConversationStageOptions options) => new()
    {
        ChatTemplate = options.ChatTemplate,
        TokenizerDirectory = options.TokenizerDirectory ?? options.ModelDirectory,
        MaxLength = options.MaxLength,
        ExcessLengthStrategy = options.ExcessLengthStrategy,
        AddBos = options.AddBos,
        Seed = options.Seed,
        DataDirectory = options.DataDirectory,
        CacheDirectory = options.CacheDirectory,
    };
}
