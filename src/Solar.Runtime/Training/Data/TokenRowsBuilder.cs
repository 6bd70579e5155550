using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using Solar.Runtime.Text;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// Tokenises documents, joins them and cuts the stream into rows: <c>BOS document EOS BOS document EOS …</c>, so that a model sees where
/// one text ends and the next begins. BOS is left out for models that were trained without it, EOS where a tokenizer has none (−1).
/// </summary>
public static class TokenRowsBuilder
{
    /// <summary>The rows of some documents.</summary>
    /// <param name="documents">The documents, in order.</param>
    /// <param name="tokenizer">Makes tokens of text.</param>
    /// <param name="maxLength">Tokens of one row.</param>
    /// <param name="vocabSize">Number of tokens that the model has.</param>
    /// <param name="cancellationToken">Ends it between two documents.</param>
    /// <exception cref="TrainingOptionException">The tokenizer's own end of text is outside the model's vocabulary.</exception>
    /// <exception cref="TrainingDataException">A document has a token that the model does not have, or there are too few tokens for one row.</exception>
    public static TokenRows Build(
        IEnumerable<TrainingDocument> documents,
        ITextTokenizer tokenizer,
        int maxLength,
        long vocabSize,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);

        if (tokenizer.EosId >= vocabSize)
        {
            throw new TrainingOptionException(
                nameof(PretrainOptions.TokenizerDirectory),
                string.Create(CultureInfo.InvariantCulture, $"its end-of-text token {tokenizer.EosId} is outside the model's vocabulary of {vocabSize}; this tokenizer is not the model's."));
        }

        var tokens = new List<int>();
        var starts = new List<(long Token, string File, long Line)>();
        foreach (TrainingDocument document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (document.Text.Length == 0)
            {
                continue;
            }

            starts.Add((tokens.Count, document.File, document.Line));
            IReadOnlyList<int> ids = tokenizer.Encode(document.Text, addBos: tokenizer.AddsBos);
            Check(ids, document, tokenizer, vocabSize);
            tokens.AddRange(ids);
            if (tokenizer.EosId >= 0)
            {
                tokens.Add(tokenizer.EosId);
            }
        }

        return tokens.Count >= maxLength
            ? new TokenRows([.. tokens], starts, maxLength)
            : throw TooFew(tokens.Count, starts, maxLength);
    }

    private static void Check(IReadOnlyList<int> ids, TrainingDocument document, ITextTokenizer tokenizer, long vocabSize)
    {
        foreach (int id in ids)
        {
            if (id < 0 || id >= vocabSize)
            {
                throw new TrainingDataException(
                    document.File,
                    document.Line,
                    string.Create(CultureInfo.InvariantCulture, $"token {id} ('{tokenizer.Decode([id])}') is outside the model's vocabulary of {vocabSize}; ")
                    + "this tokenizer is not the model's.");
            }
        }
    }

    private static TrainingDataException TooFew(int tokens, List<(long Token, string File, long Line)> starts, int maxLength)
    {
        string file = starts.Count > 0 ? starts[0].File : "the training data";
        return new TrainingDataException(
            file,
            0,
            string.Create(CultureInfo.InvariantCulture, $"the data sets have {tokens} tokens in all, fewer than one row of MaxLength {maxLength}; lower MaxLength or add data."));
    }
}
