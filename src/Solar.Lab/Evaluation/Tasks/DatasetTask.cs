using System;
using System.Collections.Generic;
using System.Globalization;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>A task of one data set: each row of its evaluated split is a document, and the examples of a prompt are drawn from its split of examples.</summary>
public abstract class DatasetTask : EvaluationTask
{
    /// <summary>Where its data is from.</summary>
    public abstract TaskDataset Dataset { get; }

    /// <summary>What stands before the examples, the blank line after it included; empty for nothing.</summary>
    protected virtual string Description => "";

    /// <summary>How the examples are chosen.</summary>
    protected virtual ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.Drawn;

    /// <summary>Reads a row.</summary>
    /// <exception cref="TaskDataException">The row is no document of this task.</exception>
    protected abstract TaskItem Read(DataRecord record, EvaluationProfile profile);

    /// <summary>What of the data is not the original's, seen by a row of it; null where nothing is.</summary>
    protected virtual string? DepartureOf(DataRecord record) => null;

    /// <inheritdoc/>
    public override IReadOnlyList<PreparedTask> Prepare(TaskSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);

        var files = new DatasetFiles(setup.DataDirectory, Name, Dataset);
        IReadOnlyList<DataRecord> evaluated = files.Read(Dataset.Evaluated);
        List<string> departures = [];
        if (DepartureOf(evaluated[0]) is { } departure)
        {
            departures.Add(departure);
        }

        return [PreparePart(Name, null, Description, evaluated, Source(setup, files, evaluated), setup, departures)];
    }

    /// <summary>Draws the examples of some documents and writes their prompts.</summary>
    private protected PreparedTask PreparePart(
        string name, string? group, string description, IReadOnlyList<DataRecord> evaluated, ExampleSource source, TaskSetup setup, IEnumerable<string> departures)
    {
        int wanted = Wanted(setup), shots = source.Records is null ? 0 : wanted;
        var writer = new PromptWriter(setup.Profile, Choice(setup.Profile), record => Read(record, setup.Profile))
        {
            Description = description,
            FewShots = shots,
        };

        IReadOnlyList<DataRecord> documents = source.LeftOf(evaluated);
        return new PreparedTask
        {
            Name = name + source.Suffix + (shots == FewShots ? "" : string.Create(CultureInfo.InvariantCulture, $"_{shots}shot")),
            Group = group,
            FewShots = shots,
            Departures = [.. departures, .. source.Departure is { } departure ? [departure] : Array.Empty<string>()],
            Available = evaluated.Count,
            Documents = writer.Write(documents, source.Records ?? [], setup.Limit),
        };
    }

    /// <summary>The split that examples are of.</summary>
    /// <exception cref="TaskDataException">The task names none.</exception>
    private protected string ExamplesSplit =>
        Dataset.Examples ?? throw new TaskDataException($"Task {Name} has no split that examples are drawn from; give rows that stand in for it, or 0 examples.");

    /// <summary>Number of examples that a run wants.</summary>
    private protected int Wanted(TaskSetup setup) => setup.FewShots.TryGetValue(Name, out int shots) ? shots : FewShots;

    /// <summary>What is said of a number of examples that was asked for; null for the task's own.</summary>
    private protected string? Departure(int wanted) => wanted == FewShots
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"It has {wanted} examples in its prompts, as asked for; the profile has {FewShots}.");

    /// <summary>What is said of a split of examples that is not there.</summary>
    private protected string Missing(string split, TaskSetup setup) => string.Create(
        CultureInfo.InvariantCulture,
        $"It has no examples in its prompts, and the profile has {FewShots}: split '{split}' of {Dataset.Repository} was not found below '{setup.DataDirectory}'.");

    private ExampleSource Source(TaskSetup setup, DatasetFiles files, IReadOnlyList<DataRecord> evaluated)
    {
        int wanted = Wanted(setup);
        if (wanted == 0)
        {
            return ExampleSource.None(Departure(wanted));
        }

        if (setup.Examples.TryGetValue(Name, out ExampleRows? rows))
        {
            return ExampleSource.StandIn(rows, setup.DataDirectory, evaluated, Dataset.Columns, Departure(wanted));
        }

        string split = ExamplesSplit;
        return files.TryRead(split) is { } records
            ? ExampleSource.Own(records, Departure(wanted))
            : ExampleSource.None(Missing(split, setup) + " Put it there, or name rows that stand in for it.");
    }
}

/// <summary>How the examples of a prompt are chosen.</summary>
public enum ExampleChoice
{
    /// <summary>Drawn for each document.</summary>
    Drawn,

    /// <summary>Drawn for each document, one more than needed, of which the document itself is dropped where it is among them, else the last.</summary>
    DrawnOneMore,

    /// <summary>The first ones, the same for all documents.</summary>
    First,
}
