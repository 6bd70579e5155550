using System;
using Solar.Runtime.Text;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>What stands before a continuation that has no context, and before the first token of a text that is predicted as a whole.</summary>
public enum EmptyContext
{
    /// <summary>The begin token, as the harness has it now.</summary>
    Bos,

    /// <summary>The end token, as the harness had it in 2023.</summary>
    Eos,
}

/// <summary>How a model answers requests. The first three change answers; the others change how long they take, and last digits.</summary>
public sealed record EngineOptions
{
    /// <summary>Whether contexts begin with the begin token; null for what the tokenizer says. The leaderboard's harness added none.</summary>
    public bool? AddsBos { get; init; }

    /// <summary>What stands in for a context that is empty.</summary>
    public EmptyContext EmptyContext { get; init; }

    /// <summary>Greatest number of tokens that the model is fed; what is longer loses tokens on its left. Null for the model's positions.</summary>
    public int? MaxLength { get; init; }

    /// <summary>
    /// Greatest number of tokens that are computed at once: rows times the length of the longest. One row may be longer. On a processor more than
    /// a few thousand gain nothing and leave its caches; an accelerator wants as many as its memory has room for.
    /// </summary>
    public int BatchTokens { get; init; } = 2048;

    /// <summary>Whether what several requests begin with is computed once and kept in a key/value cache.</summary>
    public bool SharesPrefixes { get; init; } = true;

    /// <summary>How many texts are generated at once.</summary>
    public int GenerationBatch { get; init; } = 64;

    /// <summary>How many requests are encoded and sorted together: the more, the fuller the batches, and the more memory.</summary>
    public int BlockRequests { get; init; } = 8192;

    /// <summary>Whether contexts begin with the begin token, for a tokenizer.</summary>
    internal bool Begins(ITextTokenizer tokenizer) => AddsBos ?? tokenizer.AddsBos;

    /// <summary>The token that stands in for an empty context.</summary>
    internal int Prefix(ITextTokenizer tokenizer) => EmptyContext == EmptyContext.Eos ? tokenizer.EosId : tokenizer.BosId;

    /// <exception cref="ArgumentException">A value is outside of its range; the message names it.</exception>
    internal void Check()
    {
        Require(MaxLength is null or > 0, nameof(MaxLength), MaxLength);
        Require(BatchTokens > 0, nameof(BatchTokens), BatchTokens);
        Require(GenerationBatch > 0, nameof(GenerationBatch), GenerationBatch);
        Require(BlockRequests > 0, nameof(BlockRequests), BlockRequests);
    }

    private static void Require(bool isMet, string name, int? value)
    {
        if (!isMet)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} is {value}, it has to be at least 1"));
        }
    }
}
