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

    /// <summary>What a subject's part is called: the task and the subject.</summary>
    protected virtual string NameOf(string subject, EvaluationProfile profile) => $"{Name}_{subject}";

    /// <summary>What stands before a subject's examples, the blank line after it included; <see cref="DatasetTask.Description"/> where nothing else is said.</summary>
    protected virtual string DescriptionOf(string subject) => Description;

    /// <inheritdoc/>
    public override IReadOnlyList<PreparedTask> Prepare(TaskSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);

        RefuseOtherExamples(setup);
        var files = new DatasetFiles(setup.DataDirectory, Name, Dataset);
        ILookup<string, DataRecord>? examples = Wanted(setup) == 0 || Dataset.Examples is not { } split ? null : files.TryRead(split)?.ToLookup(SubjectOf);
        return [.. Subjects(files.Read(Dataset.Evaluated)).Select(subject => PrepareSubject(subject.Key, [.. subject], examples?[subject.Key].ToArray(), setup))];
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

    // A subject names a part, and so a file of what was said of each document, also where files of either case are one.
    private IEnumerable<IGrouping<string, DataRecord>> Subjects(IReadOnlyList<DataRecord> evaluated)
    {
        var spelled = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DataRecord record in evaluated)
        {
            string subject = SubjectOf(record);
            if (subject.Length == 0 || !subject.All(c => char.IsLetterOrDigit(c) || c is ' ' or '_' or '-'))
            {
                throw record.Problem($"is of the subject '{subject}', which is no name: letters, digits, spaces, '_' and '-'.");
            }

            if (!spelled.TryAdd(subject, subject) && spelled[subject] != subject)
            {
                throw record.Problem($"is of the subject '{subject}', and a row before it of '{spelled[subject]}'; spell a subject alike.");
            }
        }

        return evaluated.GroupBy(SubjectOf).OrderBy(subject => subject.Key, StringComparer.Ordinal);
    }

    /// <summary>Each subject has examples of its own: rows of one file stand in for none of them.</summary>
    private protected void RefuseOtherExamples(TaskSetup setup)
    {
        if (setup.Examples.ContainsKey(Name))
        {
            throw new TaskDataException($"Task {Name} takes the examples of each subject from its {Dataset.Examples} split; no other rows stand in for them.");
        }
    }

    /// <summary>Writes the prompts of a subject.</summary>
    private protected PreparedTask PrepareSubject(string subject, IReadOnlyList<DataRecord> evaluated, IReadOnlyList<DataRecord>? examples, TaskSetup setup)
    {
        int wanted = Wanted(setup);
        ExampleSource source = wanted == 0 ? ExampleSource.None(Departure(wanted))
            : examples is { Count: > 0 } ? ExampleSource.Own(examples, Departure(wanted))
            : ExampleSource.None(Missing(Dataset.Examples ?? "of examples", setup) + " Put it there.");
        return PreparePart(NameOf(subject, setup.Profile), subject, DescriptionOf(subject), evaluated, source, setup, []);
    }
}
