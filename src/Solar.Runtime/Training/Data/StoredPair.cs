using System;
using Solar.Runtime.Training.Data.Conversations;

namespace Solar.Runtime.Training.Data;

/// <summary>Where a pair stands, and how much of it is learnt.</summary>
/// <param name="Source">The row.</param>
/// <param name="PromptLength">Tokens of the prompt.</param>
/// <param name="StoredChosen">Tokens of the better answer as they are stored.</param>
/// <param name="ChosenLength">Of them, those that are taken.</param>
/// <param name="RejectedLength">Tokens of the worse answer that are taken.</param>
/// <param name="Label">Of a labelled answer: whether it is wanted.</param>
internal readonly record struct StoredPair(
    DocumentReference Source, int PromptLength, int StoredChosen, int ChosenLength, int RejectedLength, bool? Label)
{
    /// <summary>Tokens of the prompt with its longer answer.</summary>
    public int Length => PromptLength + Math.Max(ChosenLength, RejectedLength);

    /// <summary>Tokens of the prompt and both answers.</summary>
    public int TokenCount => PromptLength + ChosenLength + RejectedLength;

    /// <summary>Reads what stands before the tokens of a row.</summary>
    public static StoredPair Read(DatasetTokens store, DocumentReference source)
    {
        Span<int> head = stackalloc int[PreferenceTokenizer.HeadLength];
        store.Read(source.Document, 0, head);
        int rest = store.Length(source.Document) - head.Length - head[0] - head[1];
        return new StoredPair(source, head[0], head[1], head[1], rest, head[2] < 0 ? null : head[2] == 1);
    }

    /// <summary>The tokens.</summary>
    public PreferencePair Load(DatasetTokens store)
    {
        int[] tokens = new int[store.Length(Source.Document) - PreferenceTokenizer.HeadLength];
        store.Read(Source.Document, PreferenceTokenizer.HeadLength, tokens);
        int rejected = PromptLength + StoredChosen;
        return new PreferencePair(
            tokens[..PromptLength], tokens[PromptLength..(PromptLength + ChosenLength)], tokens[rejected..(rejected + RejectedLength)], Label);
    }
}
