using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Threading;
using Solar.Runtime.Text;

namespace Solar.Runtime.Training.Data;

/// <summary>Makes tokens of documents: <c>BOS document EOS</c>, so that a model sees where one text ends and the next begins.</summary>
internal sealed class DocumentTokenizer
{
    /// <summary>So many bad rows are told in words; the others are counted.</summary>
    private const int ToldProblems = 10;

    private readonly ITextTokenizer _tokenizer;
    private readonly long _vocabSize;
    private readonly bool _addBos, _addEos;

    /// <exception cref="TrainingOptionException">A token that is added is outside the model's vocabulary.</exception>
    public DocumentTokenizer(ITextTokenizer tokenizer, EdgeToken addBos, EdgeToken addEos, long vocabSize)
    {
        _tokenizer = tokenizer;
        _vocabSize = vocabSize;
        _addBos = IsAdded(addBos, tokenizer.AddsBos, tokenizer.BosId);
        _addEos = IsAdded(addEos, tokenizer.AddsEos, tokenizer.EosId);
        Check(_addBos, tokenizer.BosId, "begin-of-text");
        Check(_addEos, tokenizer.EosId, "end-of-text");
    }

    /// <summary>All that the tokens of a text follow from, as one text; null where the tokenizer does not say what it is.</summary>
    public string? Fingerprint => _tokenizer.Fingerprint is { } known
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{known};vocabulary {_vocabSize};begin {(_addBos ? _tokenizer.BosId : -1)};end {(_addEos ? _tokenizer.EosId : -1)}")
        : null;

    /// <summary>Tokenises rows into a store, and counts what becomes of them.</summary>
    /// <param name="rows">The rows of a data file.</param>
    /// <param name="file">The file.</param>
    /// <param name="unit">What their numbers count.</param>
    /// <param name="dropBad">Whether bad rows are left out.</param>
    /// <param name="writer">The store.</param>
    /// <param name="cancellationToken">Ends it between two rows.</param>
    /// <exception cref="TrainingDataException">A bad row that is not to be left out.</exception>
    public void Write(IEnumerable<DataRow> rows, string file, string unit, bool dropBad, TokenStoreWriter writer, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        long read = 0, filtered = 0, empty = 0, bad = 0;
        foreach (DataRow row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            read++;
            if (row.Problem is null && row.Text is null)
            {
                filtered++;
                continue;
            }

            // Nothing to learn from: no text, or one of which the tokenizer makes nothing.
            int[] tokens = row.Text is { Length: > 0 } ? Encode(row.Text) : [];
            if (row.Text is not null && tokens.Length == 0)
            {
                empty++;
                continue;
            }

            if ((row.Problem ?? Unknown(tokens, file, row.Number, unit)) is { } problem)
            {
                bad++;
                if (!dropBad)
                {
                    throw problem;
                }

                if (problems.Count < ToldProblems)
                {
                    problems.Add(problem.Message.Replace(file, System.IO.Path.GetFileName(file), StringComparison.Ordinal));
                }

                continue;
            }

            writer.Add(row.Number, XxHash128.HashToUInt128(MemoryMarshal.AsBytes(row.Text.AsSpan())), tokens);
        }

        writer.Complete(new DatasetCounts { Rows = read, Filtered = filtered, Empty = empty, Bad = bad }, problems);
    }

    private int[] Encode(string text)
    {
        IReadOnlyList<int> ids = _tokenizer.Encode(text, _addBos);
        return _addEos ? [.. ids, _tokenizer.EosId] : [.. ids];
    }

    private TrainingDataException? Unknown(int[] tokens, string file, long number, string unit)
    {
        int index = Array.FindIndex(tokens, id => id < 0 || id >= _vocabSize);
        return index < 0 ? null : new TrainingDataException(
            file,
            number,
            string.Create(CultureInfo.InvariantCulture, $"token {tokens[index]} ('{_tokenizer.Decode([tokens[index]])}') is outside the model's vocabulary of {_vocabSize}; ")
            + "this tokenizer is not the model's.",
            unit: unit);
    }

    private static bool IsAdded(EdgeToken policy, bool addsItself, int id) => id >= 0 && policy switch
    {
        EdgeToken.Always => true,
        EdgeToken.Never => false,
        _ => addsItself,
    };

    private void Check(bool isAdded, int id, string name)
    {
        if (isAdded && id >= _vocabSize)
        {
            throw new TrainingOptionException(
                nameof(PretrainOptions.TokenizerDirectory),
                string.Create(CultureInfo.InvariantCulture, $"its {name} token {id} is outside the model's vocabulary of {_vocabSize}; this tokenizer is not the model's."));
        }
    }
}
