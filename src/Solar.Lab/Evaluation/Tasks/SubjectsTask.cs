using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>
/// A task of many subjects, as <see cref="Mmlu"/> is: the documents of each are a part with a figure of its own, examples are of the document's subject, and the task's
/// figure is the subjects' mean, or the documents' where the profile says so of MMLU.
/// </summary>
public abstract class SubjectsTask : DatasetTask
{
    /// <summary>The subject that a row is of: its column <c>subject</c> where nothing else is said.</summary>
    /// <exception cref="TaskDataException">The row names none.</exception>
    protected virtual string SubjectOf(DataRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Text("subject");
    }

    /// <summary>What a subject's part is called, and the file of its log: the task and the subject where nothing else is said.</summary>
    protected virtual string NameOf(string subject, EvaluationProfile profile) => $"{Name}_{subject}";

    /// <summary>What stands before a subject's examples, the blank line after it included; <see cref="DatasetTask.Description"/> where nothing else is said.</summary>
    protected virtual string DescriptionOf(string subject) => Description;

    /// <inheritdoc/>
    public override IReadOnlyList<PreparedTask> Prepare(TaskSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);

        RefuseOtherExamples(setup);
        var files = new DatasetFiles(setup.DataDirectory, Name, Dataset);
        IReadOnlyList<DataRecord> evaluated = files.Read(Dataset.Evaluated);
        ILookup<string, DataRecord>? examples = Wanted(setup) == 0 ? null : files.TryRead(ExamplesSplit)?.ToLookup(SubjectOf);
        return [.. evaluated.GroupBy(SubjectOf).OrderBy(subject => subject.Key, StringComparer.Ordinal)
            .Select(subject => PrepareSubject(subject.Key, [.. subject], examples?[subject.Key].ToArray(), setup))];
    }

    /// <inheritdoc/>
    public override TaskResult Summarize(IReadOnlyList<ScoredTask> parts, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(profile);

        TaskResult[] subjects = [.. parts.Select(part => TaskSummary.OfDocuments(part, PrimaryMetric(profile), profile))];
        return SubjectSummary.Of(Name, subjects, FewShots, profile) with { Parts = subjects };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> PartWeights(IReadOnlyList<ScoredTask> parts, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(profile);

        return profile.MmluMean == MmluMean.OfSubjects ? [.. parts.Select(_ => 1.0 / parts.Count)] : base.PartWeights(parts, profile);
    }

    /// <summary>Each subject has examples of its own: rows of one file stand in for none of them.</summary>
    private protected void RefuseOtherExamples(TaskSetup setup)
    {
        if (setup.Examples.ContainsKey(Name))
        {
            throw new TaskDataException($"Task {Name} takes the examples of each subject from its own split of them; no other rows stand in for them.");
        }
    }

    /// <summary>Writes the prompts of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="evaluated">Its documents.</param>
    /// <param name="examples">Its examples; null where there is no split of them.</param>
    /// <param name="setup">Data, profile, limit and examples.</param>
    /// <exception cref="TaskDataException">It has fewer examples than a prompt: it would be measured otherwise than the others.</exception>
    private protected PreparedTask PrepareSubject(string subject, IReadOnlyList<DataRecord> evaluated, IReadOnlyList<DataRecord>? examples, TaskSetup setup)
    {
        int wanted = Wanted(setup), drawn = wanted + (Choice(setup.Profile) == ExampleChoice.DrawnOneMore ? 1 : 0);
        ExampleSource source = wanted == 0 ? ExampleSource.None(Departure(wanted))
            : examples is null ? ExampleSource.None(Missing(ExamplesSplit, setup) + " Put it there.")
            : examples.Count >= drawn ? ExampleSource.Own(examples, Departure(wanted))
            : throw new TaskDataException(FormattableString.Invariant(
                $"Task {Name} wants {drawn} examples of each subject, and split '{ExamplesSplit}' has {examples.Count} of '{subject}'; add some, or ask for fewer examples."));
        return PreparePart(NameOf(subject, setup.Profile), subject, DescriptionOf(subject), evaluated, source, setup, DepartureOf(evaluated[0]) is { } departure ? [departure] : []);
    }
}
