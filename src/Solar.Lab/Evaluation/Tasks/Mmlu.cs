using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Python;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>
/// MMLU (Hendrycks et al., 2020): 14,042 questions of 57 subjects, four choices each, of which a model names the letter; the five questions of a subject's dev split as
/// examples, <c>acc</c>.
/// </summary>
public sealed class Mmlu : DatasetTask
{
    private static readonly string[] Letters = ["A", "B", "C", "D"];

    /// <inheritdoc/>
    public override string Name => "mmlu";

    /// <inheritdoc/>
    public override int FewShots => 5;

    /// <inheritdoc/>
    public override string PrimaryMetric(EvaluationProfile profile) => "acc";

    /// <inheritdoc/>
    public override TaskDataset Dataset { get; } = new("cais/mmlu", "test") { Configuration = "all", Examples = "dev" };

    /// <inheritdoc/>
    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.First;

    /// <inheritdoc/>
    public override IReadOnlyList<PreparedTask> Prepare(TaskSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);

        if (setup.Examples.ContainsKey(Name))
        {
            throw new TaskDataException($"Task {Name} takes the first questions of each subject's {Dataset.Examples} split as examples; no other rows stand in for them.");
        }

        var files = new MmluFiles(setup.DataDirectory, Name, Dataset);
        return [.. MmluSubjects.All.Select(subject => Prepare(subject, files, setup))];
    }

    /// <inheritdoc/>
    public override TaskResult Summarize(IReadOnlyList<ScoredTask> parts, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);

        TaskResult[] subjects = [.. parts.Select(part => TaskSummary.OfDocuments(part, PrimaryMetric(profile), profile))];
        return MmluSummary.Of(Name, subjects, [.. parts.Select(part => part.Task.Group!)], profile);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> PartWeights(IReadOnlyList<ScoredTask> parts, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(profile);

        return profile.MmluMean == MmluMean.OfSubjects ? [.. parts.Select(_ => 1.0 / parts.Count)] : base.PartWeights(parts, profile);
    }

    /// <inheritdoc/>
    protected override TaskItem Read(DataRecord record, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(profile);

        IReadOnlyList<string> choices = record.Has("choices") ? record.Texts("choices") : [.. Letters.Select(record.Text)];
        if (choices.Count != Letters.Length)
        {
            throw record.Problem(FormattableString.Invariant($"has {choices.Count} choices, not {Letters.Length}."));
        }

        string lines = string.Concat(Letters.Zip(choices, (letter, choice) => $"{letter}. {choice}\n"));
        return new ChoiceItem
        {
            Query = $"{PythonText.Strip(record.Text("question"))}\n{lines}Answer:",
            Choices = Letters,
            Right = Right(record),
            IsNormalized = profile.MmluMean == MmluMean.OfSubjects,
            Text = $"{record.Text("question")}\n{string.Join('\n', choices)}",
        };
    }

    private PreparedTask Prepare(string subject, MmluFiles files, TaskSetup setup)
    {
        string name = (setup.Profile.MmluMean == MmluMean.OfSubjects ? "hendrycksTest-" : "mmlu_") + subject;
        string description = $"The following are multiple choice questions (with answers) about {subject.Replace('_', ' ')}.\n\n";
        return PreparePart(name, subject, description, files.Read(subject, Dataset.Evaluated), Source(subject, files, setup), setup, []);
    }

    private ExampleSource Source(string subject, MmluFiles files, TaskSetup setup)
    {
        int wanted = Wanted(setup);
        if (wanted == 0)
        {
            return ExampleSource.None(Departure(wanted));
        }

        return files.TryRead(subject, Dataset.Examples!) is { } examples
            ? ExampleSource.Own(examples, Departure(wanted))
            : ExampleSource.None(Missing(Dataset.Examples!, setup) + " Put it there.");
    }

    // An index on Hugging Face, a letter in the authors' files.
    private static int Right(DataRecord record)
    {
        int right = record.Letter("answer") is { } letter ? Array.IndexOf(Letters, letter) : record.Integer("answer");
        return right >= 0 && right < Letters.Length ? right : throw record.Problem("has an answer that is neither 0 to 3 nor A to D.");
    }
}
