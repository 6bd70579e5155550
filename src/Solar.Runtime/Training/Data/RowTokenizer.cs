using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Threading;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Runtime.Training.Data;

/// <summary>Makes tokens of the rows of a data file, and counts what becomes of them.</summary>
/// <param name="tokenizer">Makes tokens of text.</param>
/// <param name="vocabSize">Number of tokens that the model has.</param>
internal abstract class RowTokenizer(ITextTokenizer tokenizer, long vocabSize)
{
    /// <summary>So many bad rows are told in words; the others are counted.</summary>
    public const int ToldProblems = 10;

    /// <summary>All that the tokens of a row follow from, as one text; null where the tokenizer does not say what it is.</summary>
    public abstract string? Fingerprint { get; }

    /// <summary>Whether tokens are read that are not learnt.</summary>
    public virtual bool HasMasks => false;

    /// <summary>How many rows are encoded at once.</summary>
    internal int Threads { get; init; } = 1;

    /// <summary>Makes tokens of text.</summary>
    protected ITextTokenizer Tokenizer => tokenizer;

    /// <summary>What of a data set's declaration decides over its rows.</summary>
    public abstract IEnumerable<string> Parts(DatasetDescription dataset);

    /// <summary>Every row of a data set's file, bad ones and those that are not taken among them.</summary>
    public abstract IEnumerable<DataRow> Rows(DatasetDescription dataset, string file);

    /// <summary>The tokens of a row, as they are stored; none where there is nothing to learn from.</summary>
    /// <exception cref="RecordProblem">The row cannot be learnt from as it is.</exception>
    protected abstract int[] Encode(DataRow row);

    /// <summary>Whether an id of a stored row is one; false where it is a number about it.</summary>
    protected virtual ReadOnlySpan<int> Ids(ReadOnlySpan<int> stored) => stored;

    /// <summary>Tokenises rows into a store; what is written, counted and thrown is the same by any number of threads.</summary>
    /// <param name="rows">The rows of a data file.</param>
    /// <param name="file">The file.</param>
    /// <param name="unit">What their numbers count.</param>
    /// <param name="dropBad">Whether bad rows are left out.</param>
    /// <param name="keptOut">The evaluation sets that rows are looked through for; null for none.</param>
    /// <param name="writer">The store.</param>
    /// <param name="cancellationToken">Ends it between two rows.</param>
    /// <exception cref="TrainingDataException">A bad row that is not to be left out.</exception>
    public void Write(
        IEnumerable<DataRow> rows, string file, string unit, bool dropBad, Decontamination? keptOut, TokenStoreWriter writer, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        OverlapCounts? overlaps = keptOut is null ? null : new OverlapCounts();
        long read = 0, filtered = 0, empty = 0, bad = 0, contaminated = 0;
        foreach ((DataRow row, int[] tokens, TrainingDataException? fault, TextOverlap? overlap) in OrderedParallel.Select(
            rows, row => Encode(row, file, unit, keptOut), row => row.Text?.Length ?? 0, Threads))
        {
            cancellationToken.ThrowIfCancellationRequested();
            read++;
            if (row.Problem is null && row.Text is null)
            {
                filtered++;
                continue;
            }

            if (row.Problem is null)
            {
                overlaps?.Add(row.Number, unit, overlap);
            }

            if (overlap is not null && keptOut!.LeavesOut)
            {
                contaminated++;
                continue;
            }

            if ((row.Problem ?? fault) is { } problem)
            {
                bad++;
                if (!dropBad)
                {
                    throw problem;
                }

                if (problems.Count < ToldProblems)
                {
                    problems.Add(problem.Message.Replace(file, Path.GetFileName(file), StringComparison.Ordinal));
                }
            }
            else if (tokens.Length == 0)
            {
                empty++;
            }
            else
            {
                writer.Add(row.Number, XxHash128.HashToUInt128(MemoryMarshal.AsBytes(row.Text.AsSpan())), tokens);
            }
        }

        writer.Complete(new DatasetCounts { Rows = read, Filtered = filtered, Empty = empty, Bad = bad, Contaminated = contaminated }, problems, overlaps?.Store());
    }

    /// <summary>Holds a token that is added to texts to the vocabulary.</summary>
    /// <exception cref="TrainingOptionException">It is outside.</exception>
    protected void Check(bool isAdded, int id, string name)
    {
        if (isAdded && id >= vocabSize)
        {
            throw new TrainingOptionException(
                nameof(TrainingOptions.TokenizerDirectory),
                string.Create(CultureInfo.InvariantCulture, $"its {name} token {id} is outside the model's vocabulary of {vocabSize}; this tokenizer is not the model's."));
        }
    }

    /// <summary>Whether an edge token is added.</summary>
    protected static bool IsAdded(EdgeToken policy, bool addsItself, int id) => id >= 0 && policy switch
    {
        EdgeToken.Always => true,
        EdgeToken.Never => false,
        _ => addsItself,
    };

    private (DataRow Row, int[] Tokens, TrainingDataException? Fault, TextOverlap? Overlap) Encode(DataRow row, string file, string unit, Decontamination? keptOut)
    {
        if (row.Text is null)
        {
            return (row, [], null, null);
        }

        TextOverlap? overlap = keptOut?.Find(row);
        if (overlap is not null && keptOut!.LeavesOut)
        {
            return (row, [], null, overlap);
        }

        try
        {
            int[] tokens = Encode(row);
            CheckKnown(tokens);
            return (row, tokens, null, overlap);
        }
        catch (RecordProblem problem)
        {
            return (row, [], new TrainingDataException(file, row.Number, problem.Message, problem.InnerException, unit), overlap);
        }
    }

    private void CheckKnown(int[] stored)
    {
        foreach (int token in Ids(stored))
        {
            int id = StoredToken.Id(token);
            if (id >= vocabSize)
            {
                throw new RecordProblem(
                    string.Create(CultureInfo.InvariantCulture, $"token {id} ('{tokenizer.Decode([id])}') is outside the model's vocabulary of {vocabSize}; ")
                    + "this tokenizer is not the model's.");
            }
        }
    }
}
