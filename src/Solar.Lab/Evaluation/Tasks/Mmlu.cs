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
public sealed class Mmlu : SubjectsTask
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

        RefuseOtherExamples(setup);
        var files = new MmluFiles(setup.DataDirectory, Name, Dataset);
        return [.. MmluSubjects.All.Select(subject => PrepareSubject(
            subject, files.Read(subject, Dataset.Evaluated), Wanted(setup) == 0 ? null : files.TryRead(subject, Dataset.Examples!), setup))];
    }

    /// <summary>The harness of today gives the figures of four groups of subjects beside them.</summary>
    /// <param name="parts">What <see cref="Prepare"/> gave, with the metrics of each document.</param>
    /// <param name="profile">The profile it was prepared by.</param>
    public override TaskResult Summarize(IReadOnlyList<ScoredTask> parts, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(profile);

        TaskResult whole = base.Summarize(parts, profile);
        if (profile.MmluMean == MmluMean.OfSubjects)
        {
            return whole;
        }

        IEnumerable<TaskResult> groups = MmluSubjects.Groups
            .Select(group => (Group: group, Own: whole.Parts.Where((_, i) => MmluSubjects.GroupOf(parts[i].Task.Group!) == group).ToArray()))
            .Where(group => group.Own.Length > 0)
            .Select(group => SubjectSummary.Of($"{Name}_{group.Group}", group.Own, FewShots, profile));
        return whole with { Parts = [.. groups, .. whole.Parts] };
    }

    /// <inheritdoc/>
    protected override string NameOf(string subject, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.MmluMean == MmluMean.OfSubjects ? $"hendrycksTest-{subject}" : base.NameOf(subject, profile);
    }

    /// <inheritdoc/>
    protected override string DescriptionOf(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return $"The following are multiple choice questions (with answers) about {subject.Replace('_', ' ')}.\n\n";
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

    // An index on Hugging Face, a letter in the authors' files.
    private static int Right(DataRecord record)
    {
        int right = record.Letter("answer") is { } letter ? Array.IndexOf(Letters, letter) : record.Integer("answer");
        return right >= 0 && right < Letters.Length ? right : throw record.Problem("has an answer that is neither 0 to 3 nor A to D.");
    }
}
