using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Training.Data;

/// <summary>What becomes of pairs with more tokens than a row; it counts them. Their beginning is kept, as of TRL since 0.29 (<c>keep_start</c>).</summary>
/// <param name="data">The data sets.</param>
/// <param name="counts">Their counts, which it completes.</param>
/// <param name="options">The policy and the length of a row.</param>
internal sealed class PreferenceLengths(IReadOnlyList<TokenizedDataset> data, DatasetCounts[] counts, RowOptions options)
{
    private readonly List<string>[] _problems = [.. data.Select(_ => new List<string>())];

    /// <summary>In words, the first rows of a data set that are left out.</summary>
    public IReadOnlyList<string> Problems(int dataset) => _problems[dataset];

    /// <summary>The pairs that are learnt from.</summary>
    /// <exception cref="TrainingDataException">One is too long, and is not to be cut or left out.</exception>
    public IEnumerable<StoredPair> Fit(IEnumerable<DocumentReference> rows)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = counts[i] with { Tokens = 0 };          // what is stored has more than tokens
        }

        foreach (DocumentReference row in rows)
        {
            StoredPair pair = StoredPair.Read(data[row.Dataset].Tokens, row);
            if (pair.Length > options.MaxLength)
            {
                if (Cut(pair) is not { } cut)
                {
                    continue;
                }

                pair = cut;
            }

            counts[row.Dataset] = counts[row.Dataset] with { Tokens = counts[row.Dataset].Tokens + pair.TokenCount };
            yield return pair;
        }
    }

    private StoredPair? Cut(StoredPair pair)
    {
        ref DatasetCounts count = ref counts[pair.Source.Dataset];
        switch (options.ExcessLengthStrategy)
        {
            case ExcessLength.Raise:
                throw Problem(pair, FormattableString.Invariant(
                    $"has {pair.Length} tokens, more than MaxLength {options.MaxLength}; raise MaxLength, or write another excess_length_strategy than raise."));
            case ExcessLength.Drop:
                count = count with { TooLong = count.TooLong + 1, Documents = count.Documents - 1 };
                return null;
        }

        int room = options.MaxLength - pair.PromptLength;
        if (room <= 0)
        {
            return LeaveOut(pair, FormattableString.Invariant(
                $"has a prompt of {pair.PromptLength} tokens, which leaves no room for an answer within MaxLength {options.MaxLength}; it is left out."));
        }

        StoredPair cut = pair with { ChosenLength = Math.Min(room, pair.ChosenLength), RejectedLength = Math.Min(room, pair.RejectedLength) };
        PreferencePair answers = cut.Load(data[pair.Source.Dataset].Tokens);
        if (cut.Label is null && answers.Chosen.SequenceEqual(answers.Rejected))
        {
            return LeaveOut(pair, FormattableString.Invariant($"has two answers that are equal up to MaxLength {options.MaxLength}; it is left out."));
        }

        count = count with { Truncated = count.Truncated + 1 };
        return cut;
    }

    private StoredPair? LeaveOut(StoredPair pair, string problem)
    {
        ref DatasetCounts count = ref counts[pair.Source.Dataset];
        count = count with { WithoutTargets = count.WithoutTargets + 1, Documents = count.Documents - 1 };
        if (_problems[pair.Source.Dataset].Count < RowTokenizer.ToldProblems)
        {
            string file = data[pair.Source.Dataset].FileOf(pair.Source.Document);
            _problems[pair.Source.Dataset].Add(Problem(pair, problem).Message.Replace(file, Path.GetFileName(file), StringComparison.Ordinal));
        }

        return null;
    }

    private TrainingDataException Problem(StoredPair pair, string problem)
    {
        TokenizedDataset dataset = data[pair.Source.Dataset];
        return new TrainingDataException(dataset.FileOf(pair.Source.Document), dataset.Tokens[pair.Source.Document].Number, problem, unit: DocumentReader.Unit(dataset.Description));
    }
}
