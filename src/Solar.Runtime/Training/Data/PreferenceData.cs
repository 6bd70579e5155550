using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Runtime.Training.Data.Conversations;
using Solar.Runtime.Training.State;

namespace Solar.Runtime.Training.Data;

/// <summary>Data sets of preferences as pairs of tokens, and what is to be told of them.</summary>
/// <param name="Rows">The pairs; whoever has them closes them.</param>
/// <param name="Datasets">Each data set, with what became of its rows.</param>
public sealed record PreferenceData(PreferenceRows Rows, IReadOnlyList<TrainedDataset> Datasets)
{
    /// <summary>Reads, renders and tokenises data sets of preferences.</summary>
    /// <param name="data">The data sets, in order.</param>
    /// <param name="options">
    /// Template, lengths, and where files lie; packing and masks do not count. Answers are cut off where a pair has more tokens than a row, and one whose prompt
    /// alone fills it, or whose answers are equal up to there, is left out and counted.
    /// </param>
    /// <param name="tokenizer">Makes tokens of text.</param>
    /// <param name="vocabSize">Number of tokens that the model has.</param>
    /// <param name="cancellationToken">Ends it between two rows of a file.</param>
    /// <exception cref="TrainingOptionException">The tokenizer's own begin or end token is outside the model's vocabulary; or pairs are to be split.</exception>
    /// <exception cref="ChatTemplateException">There is no such template, or it cannot be read.</exception>
    /// <exception cref="TrainingDataException">A file or a row that cannot be read or rendered, or nothing to learn from; pairs and labelled answers together.</exception>
    public static Task<PreferenceData> OpenAsync(
        IReadOnlyList<DatasetDescription> data, ConversationOptions options, ITextTokenizer tokenizer, long vocabSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokenizer);
        return OpenAsync(data, options, keptOut: null, tokenizer, vocabSize, cancellationToken);
    }

    /// <summary>The same, without what overlaps evaluation sets, or refused for it.</summary>
    internal static async Task<PreferenceData> OpenAsync(
        IReadOnlyList<DatasetDescription> data, ConversationOptions options, Decontamination? keptOut, ITextTokenizer tokenizer, long vocabSize, CancellationToken cancellationToken)
    {
        if (options.ExcessLengthStrategy == ExcessLength.Split)
        {
            throw new TrainingOptionException(nameof(ConversationOptions.ExcessLengthStrategy), "two answers cannot be split and compared; write truncate, drop or raise.");
        }

        ChatTemplate template = ChatTemplate.Find(options.ChatTemplate, tokenizer, options.TokenizerDirectory, options.DataDirectory);
        RowOptions rows = RowOptions.Of(options) with { KeptOut = keptOut };
        List<TokenizedDataset> tokenized = await TokenizedDataset.OpenAllAsync(
            data, rows, new PreferenceTokenizer(tokenizer, template, options, vocabSize), cancellationToken).ConfigureAwait(false);
        try
        {
            return Make(tokenized, rows);
        }
        catch
        {
            tokenized.ForEach(dataset => dataset.Dispose());
            throw;
        }
    }

    private static PreferenceData Make(IReadOnlyList<TokenizedDataset> data, RowOptions options)
    {
        (DocumentReference[] chosen, DatasetCounts[] counts) = DataMix.Choose(data, options);
        PreferenceLengths lengths = new(data, counts, options);
        StoredPair[] pairs = [.. lengths.Fit(chosen)];
        if (pairs.Length == 0)
        {
            throw new TrainingDataException(data.Count > 0 ? data[0].Files[0] : "the training data", 0, string.Create(
                CultureInfo.InvariantCulture,
                $"no row is left of the data sets' {counts.Sum(count => count.Rows)}: {counts.Sum(count => count.Filtered)} are not taken by filters, "
                + $"{counts.Sum(count => count.Bad)} are bad, {counts.Sum(count => count.Contaminated)} overlap evaluation sets, {counts.Sum(count => count.TooLong)} are longer than MaxLength {options.MaxLength}, "
                + $"{counts.Sum(count => count.WithoutTargets)} have nothing to prefer within it."));
        }

        int other = Array.FindIndex(pairs, pair => (pair.Label is null) != (pairs[0].Label is null));
        if (other >= 0)
        {
            throw new TrainingDataException(
                data[pairs[other].Source.Dataset].FileOf(pairs[other].Source.Document), 0, "pairs and labelled answers (format kto) are learnt by different losses; give them stages of their own.");
        }

        return new PreferenceData(
            new PreferenceRows(data, pairs), [.. data.Select((dataset, i) => dataset.Tell(counts[i], options, lengths.Problems(i)))]);
    }
}
