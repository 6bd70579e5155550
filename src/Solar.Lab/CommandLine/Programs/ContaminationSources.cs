using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;
using Solar.Plans;
using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>What words of a command line mean as training sets and as evaluation sets: stages, data sets, files, and the folder of the tasks' data.</summary>
/// <param name="program">The declarations; null where there are none.</param>
/// <param name="dataDirectory">The folder that paths of declared data sets are relative to.</param>
internal sealed class ContaminationSources(LabProgram? program, string dataDirectory)
{
    private readonly List<string> _missing = [];

    /// <summary>In words, the tasks whose data was not found in a folder.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>The training sets that a word means.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public IEnumerable<(string Name, IEnumerable<CheckedText> Texts)> Training(string word) => IsFile(word)
        ? [(word, FileTexts.Read(word))]
        : Named(word) switch
        {
            { Stage: { } stage } => stage.Datasets.Select(name => OfDataset(program!.Find(name)!.Dataset!)),
            { Dataset: { } dataset } => [OfDataset(dataset)],
            var other => throw new CommandException($"{other.Name} is a {other.Kind}; name a stage, a data set or a file."),
        };

    /// <summary>The evaluation sets that a word means.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public IEnumerable<EvaluationTexts> Evaluation(string word)
    {
        if (Directory.Exists(word))
        {
            (IReadOnlyList<EvaluationTexts> found, IReadOnlyList<string> missing) = TaskTexts.Read(H6.Tasks(EvaluationProfile.LeaderboardV1), word);
            _missing.AddRange(missing);
            return found.Count > 0 ? found : throw new CommandException($"{word} has the data of no task. {missing[0]}");
        }

        return IsFile(word) ? [new EvaluationTexts(word, FileTexts.Read(word))] : Named(word) switch
        {
            { Dataset: { } dataset } => [Of(dataset)],
            { Stage: { } stage } => KeptOut(stage),
            var other => throw new CommandException($"{other.Name} is a {other.Kind}; name a data set, a file, or the folder of the tasks' data."),
        };
    }

    /// <summary>The evaluation sets that a stage itself declares.</summary>
    public IEnumerable<EvaluationTexts> KeptOut(StagePlan stage) => stage.EvaluationSets.Select(name => Of(program!.Find(name)!.Dataset!));

    /// <summary>The stage that a word means; null where it is none.</summary>
    public StagePlan? Stage(string word) => IsFile(word) ? null : Named(word).Stage;

    private EvaluationTexts Of(DatasetPlan dataset)
    {
        (string name, IEnumerable<CheckedText> texts) = OfDataset(dataset);
        return new EvaluationTexts(name, texts);
    }

    private (string Name, IEnumerable<CheckedText> Texts) OfDataset(DatasetPlan dataset) =>
        (dataset.Declaration.Name.FullName, DatasetTexts.Read(DataDescriptions.Of(dataset), dataDirectory));

    // What is declared is meant before a file of its name, which './' before it says.
    private bool IsFile(string word) =>
        program?.All.Any(entry => entry.FullName == word || entry.Name == word) != true && (program is null || File.Exists(word) || word.IndexOfAny(['*', '?', '/']) >= 0);

    private ProgramEntry Named(string word) => program!.Named(word);
}
