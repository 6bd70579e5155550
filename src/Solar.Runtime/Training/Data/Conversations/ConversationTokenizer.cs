using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>Makes rows of conversations: their tokens, of which answers are learnt and the others are read only.</summary>
internal sealed class ConversationTokenizer : RowTokenizer
{
    private readonly ConversationEncoder _encoder;
    private readonly LearntTurns _learns;
    private readonly long _vocabSize;

    /// <exception cref="TrainingOptionException">A token that is added is outside the model's vocabulary.</exception>
    public ConversationTokenizer(ITextTokenizer tokenizer, ChatTemplate template, ConversationOptions options, long vocabSize)
        : base(tokenizer, vocabSize)
    {
        _encoder = new ConversationEncoder(tokenizer, template, options.AddBos);
        _learns = options.Learns;
        _vocabSize = vocabSize;
        Check(_encoder.AddsBos, tokenizer.BosId, "begin-of-text");
        Check(tokenizer.EosId >= 0, tokenizer.EosId, "end-of-text");
    }

    /// <inheritdoc/>
    public override bool HasMasks => true;

    /// <inheritdoc/>
    public override string? Fingerprint => _encoder.Fingerprint is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"conversation 1;{known};vocabulary {_vocabSize};learns {_learns}")
        : null;

    /// <inheritdoc/>
    public override IEnumerable<string> Parts(DatasetDescription dataset) => PartsOf(dataset);

    /// <inheritdoc/>
    public override IEnumerable<DataRow> Rows(DatasetDescription dataset, string file) =>
        DocumentReader.Records(dataset, file, new DialogContent(dataset, DialogFormats.Find(dataset, file, isPreference: false)));

    /// <summary>What of a declaration decides over the conversations of a file.</summary>
    internal static IEnumerable<string> PartsOf(DatasetDescription dataset) =>
    [
        dataset.Format ?? "", dataset.Filter, dataset.OnBadRow,
        dataset.SystemField ?? "", dataset.PromptField ?? "", dataset.InputField ?? "", dataset.CompletionField ?? "", dataset.MessagesField ?? "",
        dataset.RoleField ?? "", dataset.ContentField ?? "", dataset.ChosenField ?? "", dataset.RejectedField ?? "", dataset.LabelField ?? "",
        dataset.CalculatorMarks ? "marks" : "",
    ];

    /// <inheritdoc/>
    protected override int[] Encode(DataRow row)
    {
        EncodedChat chat = _encoder.Encode(row.Dialog!.Messages);
        bool[] learnt = chat.Learnt(_learns);

        // The first token has none before it that it could be learnt from.
        return learnt.Skip(1).Contains(true)
            ? [.. chat.Ids.Select((id, i) => learnt[i] ? id : StoredToken.Hidden(id))]
            : throw new RecordProblem("has an answer of which the tokenizer makes no token; there is nothing to learn from it.");
    }
}
