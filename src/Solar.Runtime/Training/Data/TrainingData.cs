using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Runtime.Training.State;

namespace Solar.Runtime.Training.Data;

/// <summary>A stage's data sets as rows of tokens, and what is to be told of them.</summary>
/// <param name="Rows">The rows; whoever has them closes them.</param>
/// <param name="Datasets">Each data set, with what became of its rows.</param>
public sealed record TrainingData(TokenRows Rows, IReadOnlyList<TrainedDataset> Datasets)
{
    /// <summary>Reads, tokenises and packs data sets; what was tokenised before is taken from <see cref="TrainingOptions.CacheDirectory"/>.</summary>
    /// <param name="data">The data sets, in order.</param>
    /// <param name="options">How they are packed, and where files lie.</param>
    /// <param name="tokenizer">Makes tokens of text.</param>
    /// <param name="vocabSize">Number of tokens that the model has.</param>
    /// <param name="cancellationToken">Ends it between two rows of a file.</param>
    /// <exception cref="TrainingOptionException">The tokenizer's own begin or end token is outside the model's vocabulary.</exception>
    /// <exception cref="TrainingDataException">A file or a row that cannot be read, or too few tokens for one row.</exception>
    public static async Task<TrainingData> OpenAsync(
        IReadOnlyList<DatasetDescription> data, PretrainOptions options, ITextTokenizer tokenizer, long vocabSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokenizer);
        return await OpenAsync(data, options, keptOut: null, tokenizer, vocabSize, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same, without what overlaps evaluation sets, or refused for it.</summary>
    internal static Task<TrainingData> OpenAsync(
        IReadOnlyList<DatasetDescription> data, PretrainOptions options, Decontamination? keptOut, ITextTokenizer tokenizer, long vocabSize, CancellationToken cancellationToken) =>
        OpenAsync(
            data, RowOptions.Of(options) with { KeptOut = keptOut }, new DocumentTokenizer(tokenizer, options.AddBos, options.AddEos, vocabSize), cancellationToken);

    /// <summary>The same of rows of any kind.</summary>
    internal static async Task<TrainingData> OpenAsync(
        IReadOnlyList<DatasetDescription> data, RowOptions options, RowTokenizer tokenizer, CancellationToken cancellationToken)
    {
        List<TokenizedDataset> tokenized = await TokenizedDataset.OpenAllAsync(data, options, tokenizer, cancellationToken).ConfigureAwait(false);
        try
        {
            return Pack(tokenized, options, tokenizer.HasMasks);
        }
        catch
        {
            tokenized.ForEach(dataset => dataset.Dispose());
            throw;
        }
    }

    private static TrainingData Pack(IReadOnlyList<TokenizedDataset> data, RowOptions options, bool hasMasks)
    {
        (DocumentReference[] chosen, DatasetCounts[] counts) = DataMix.Choose(data, options);
        ExcessLengthPolicy policy = new(data, counts, options, hasMasks);
        RowPiece[] pieces = [.. policy.Fit(chosen)];
        PackedRows packed = !options.Packs ? RowPacker.Alone(pieces)
            : options.PackingStrategy == Packing.Bfd ? RowPacker.FitBest(pieces, options.MaxLength)
            : RowPacker.Wrap(pieces, options.MaxLength);
        var rows = new TokenRows(data, [.. policy.Documents], packed, options, hasMasks);
        rows = hasMasks ? rows.WithTargets() : rows;
        if (rows.Count == 0)
        {
            throw TooFew(data, counts, rows);
        }

        return new TrainingData(rows, [.. data.Select((dataset, i) => dataset.Tell(counts[i], options, policy.Problems(i)))]);
    }

    private static TrainingDataException TooFew(IReadOnlyList<TokenizedDataset> data, DatasetCounts[] counts, TokenRows rows)
    {
        string what = rows.DocumentCount > 0
            ? string.Create(CultureInfo.InvariantCulture, $"the data sets have {rows.TokenCount} tokens in all, fewer than one row of MaxLength {rows.RowLength}; lower MaxLength or add data.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"no document is left of the data sets' {counts.Sum(count => count.Rows)} rows: {counts.Sum(count => count.Filtered)} are not taken by filters, "
                + $"{counts.Sum(count => count.Empty)} are empty, {counts.Sum(count => count.Bad)} are bad, {counts.Sum(count => count.Contaminated)} overlap evaluation sets, {counts.Sum(count => count.TooLong)} are longer than a row, "
                + $"{counts.Sum(count => count.WithoutTargets)} have nothing to learn within one.");
        return new TrainingDataException(data.Count > 0 ? data[0].Files[0] : "the training data", 0, what);
    }
}
