using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Python;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>Orders the documents of a task, draws their examples and writes their prompts, from one generator and in the harness's order of draws.</summary>
/// <param name="profile">The way of measuring.</param>
/// <param name="choice">How examples are chosen.</param>
/// <param name="read">Reads a row.</param>
internal sealed class PromptWriter(EvaluationProfile profile, ExampleChoice choice, Func<DataRecord, TaskItem> read)
{
    private const string Separator = "\n\n";

    /// <summary>What stands before the examples.</summary>
    public required string Description { get; init; }

    /// <summary>Number of examples in a prompt.</summary>
    public required int FewShots { get; init; }

    /// <summary>The documents in the order in which they are evaluated, as many as the limit allows.</summary>
    /// <exception cref="TaskDataException">There are fewer examples than a prompt has, or the limit allows none.</exception>
    public IReadOnlyList<PreparedDocument> Write(IReadOnlyList<DataRecord> evaluated, IReadOnlyList<DataRecord> examples, DocumentLimit? limit)
    {
        int drawn = FewShots == 0 ? 0 : FewShots + (choice == ExampleChoice.DrawnOneMore ? 1 : 0);
        if (drawn > examples.Count)
        {
            throw new TaskDataException(examples[0].File, 0, "row", FormattableString.Invariant(
                $"has {examples.Count} rows to draw examples from, and {drawn} are drawn for a prompt; use more rows or fewer examples."));
        }

        var random = new PythonRandom(profile.Seed);
        int[] order = [.. Enumerable.Range(0, evaluated.Count)];
        if (profile.Order == DocumentOrder.Shuffled)
        {
            random.Shuffle(order);
        }

        int count = limit?.Take(evaluated.Count) ?? evaluated.Count;
        if (count == 0)
        {
            throw new TaskDataException(FormattableString.Invariant($"A limit of {limit!.Value} leaves none of {evaluated.Count} documents; raise it."));
        }

        string?[] texts = new string?[examples.Count];
        string? fixedPrompt = null;
        var documents = new PreparedDocument[count];
        for (int position = 0; position < count; position++)
        {
            DataRecord record = evaluated[order[position]];
            int[] chosen = Choose(random, examples, record, drawn);
            string before = choice == ExampleChoice.First ? fixedPrompt ??= Before(chosen) : Before(chosen);
            TaskItem item = read(record);
            documents[position] = new PreparedDocument
            {
                Position = position,
                Index = record.Index,
                FewShots = [.. chosen.Select(index => examples[index].Index)],
                Text = item.Text,
                Gold = item.Gold,
                Requests = item.Ask(before),
                Score = item.Score,
            };
        }

        return documents;

        string Before(int[] chosen)
        {
            var before = new StringBuilder(Description);
            foreach (int index in chosen)
            {
                before.Append(texts[index] ??= Example(examples[index])).Append(Separator);
            }

            return before.ToString();
        }
    }

    private int[] Choose(PythonRandom random, IReadOnlyList<DataRecord> examples, DataRecord record, int drawn)
    {
        if (drawn == 0)
        {
            return [];
        }

        return choice switch
        {
            ExampleChoice.First => [.. Enumerable.Range(0, drawn)],
            ExampleChoice.Drawn => random.Sample(examples.Count, drawn),
            _ => [.. random.Sample(examples.Count, drawn).Where(index => !examples[index].HasSameFields(record)).Take(FewShots)],
        };
    }

    private string Example(DataRecord record)
    {
        TaskItem item = read(record);
        return item.Query + item.Target;
    }
}
