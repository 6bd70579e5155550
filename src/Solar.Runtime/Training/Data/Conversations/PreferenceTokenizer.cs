using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>
/// Makes rows of preferences. What is stored of one: the number of the prompt's tokens, that of the better answer, the label (−1 for a pair), then the tokens
/// of prompt, better and worse answer.
/// </summary>
internal sealed class PreferenceTokenizer : RowTokenizer
{
    /// <summary>Numbers before the tokens of a row.</summary>
    public const int HeadLength = 3;

    private readonly ConversationEncoder _encoder;
    private readonly long _vocabSize;

    /// <exception cref="TrainingOptionException">A token that is added is outside the model's vocabulary.</exception>
    public PreferenceTokenizer(ITextTokenizer tokenizer, ChatTemplate template, ConversationOptions options, long vocabSize)
        : base(tokenizer, vocabSize)
    {
        _encoder = new ConversationEncoder(tokenizer, template, options.AddBos);
        _vocabSize = vocabSize;
        Check(_encoder.AddsBos, tokenizer.BosId, "begin-of-text");
        Check(tokenizer.EosId >= 0, tokenizer.EosId, "end-of-text");
    }

    /// <inheritdoc/>
    public override string? Fingerprint => _encoder.Fingerprint is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"preference 1;{known};vocabulary {_vocabSize}")
        : null;

    /// <inheritdoc/>
    public override IEnumerable<string> Parts(DatasetDescription dataset) => ConversationTokenizer.PartsOf(dataset);

    /// <inheritdoc/>
    public override IEnumerable<DataRow> Rows(DatasetDescription dataset, string file) =>
        DocumentReader.Records(dataset, file, new DialogContent(dataset, DialogFormats.Find(dataset, file, isPreference: true)));

    /// <inheritdoc/>
    protected override ReadOnlySpan<int> Ids(ReadOnlySpan<int> stored) => stored[HeadLength..];

    /// <inheritdoc/>
    protected override int[] Encode(DataRow row)
    {
        Dialog dialog = row.Dialog!;
        (int[] chosen, int start) = Answered(dialog.Messages);
        if (dialog.Rejected is null)
        {
            return [start, chosen.Length - start, dialog.Label == true ? 1 : 0, .. chosen];
        }

        (int[] rejected, int other) = Answered(dialog.Rejected);

        // Where the last token of the prompt goes with the first character of an answer, it belongs to the answer.
        int prompt = chosen.AsSpan(0, Math.Min(start, other)).CommonPrefixLength(rejected);
        return chosen.AsSpan().SequenceEqual(rejected)
            ? throw new RecordProblem("has two answers of which the tokenizer makes the same tokens; there is nothing to prefer.")
            : [prompt, chosen.Length - prompt, -1, .. chosen, .. rejected[prompt..]];
    }

    // The tokens up to the end of the last answer, and where that begins.
    private (int[] Ids, int Start) Answered(IReadOnlyList<ChatMessage> messages)
    {
        EncodedChat chat = _encoder.Encode(messages);
        bool[] learnt = chat.Learnt(LearntTurns.Completion);
        int start = Array.IndexOf(learnt, true), end = Array.LastIndexOf(learnt, true) + 1;
        return start > 0
            ? ([.. chat.Ids.Take(end)], start)
            : throw new RecordProblem(start == 0
                ? "has no prompt: the answer begins with the first token, which nothing stands before."
                : "has an answer of which the tokenizer makes no token; there is nothing to learn from it.");
    }
}
