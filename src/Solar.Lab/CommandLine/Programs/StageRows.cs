using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Families;
using Solar.Lab.Reports;
using Solar.Runtime;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>The first rows of a declared stage's data, read as its run would read them.</summary>
/// <param name="program">The declarations.</param>
/// <param name="stage">The stage.</param>
/// <param name="dataDirectory">The folder that paths of data sets are relative to.</param>
/// <param name="tokenizerDirectory">The folder of the tokenizer.</param>
internal sealed class StageRows(LabProgram program, StageDeclaration stage, string dataDirectory, string tokenizerDirectory)
{
    private readonly Vocabulary _vocabulary = StageVocabulary.Of(stage.Kind);

    /// <summary>Reads them.</summary>
    /// <param name="data">The data sets.</param>
    /// <param name="evaluationSets">Those that they must not overlap.</param>
    /// <param name="count">So many at most; of pairs both answers count as one.</param>
    /// <param name="cancellationToken">Ends it between two records.</param>
    public async Task<IReadOnlyList<(string Places, IReadOnlyList<PreviewRun> Runs)>> ReadAsync(
        IReadOnlyList<string> data, IReadOnlyList<string> evaluationSets, int count, CancellationToken cancellationToken)
    {
        ITextTokenizer tokenizer = TextTokenizer.Load(tokenizerDirectory);
        DatasetDescription[] datasets = Described(data);
        TrainingOptions options = stage.Kind switch { StageKind.AlignTune => Alignment(), StageKind.InstructionTune => Tuning(), _ => Pretraining() };
        Decontamination? keptOut = await Decontamination.OpenAsync(Described(evaluationSets), options, cancellationToken);
        if (options is AlignTuneOptions alignment)
        {
            PreferenceData preferences = await PreferenceData.OpenAsync(datasets, ConversationOptions.Of(alignment), keptOut, tokenizer, tokenizer.VocabSize, cancellationToken);
            using PreferenceRows pairs = preferences.Rows;
            return [.. Enumerable.Range(0, Math.Min(count, pairs.Count)).SelectMany(row => OfPair(pairs, row, tokenizer))];
        }

        TrainingData read = options is InstructionTuneOptions tuning
            ? await ConversationData.OpenAsync(datasets, ConversationOptions.Of(tuning), keptOut, tokenizer, tokenizer.VocabSize, cancellationToken)
            : await TrainingData.OpenAsync(datasets, (PretrainOptions)options, keptOut, tokenizer, tokenizer.VocabSize, cancellationToken);
        using TokenRows rows = read.Rows;
        return [.. Enumerable.Range(0, Math.Min(count, rows.Count)).Select(row => (rows.Places([row]), RowPreview.Of(rows, row, tokenizer)))];
    }

    private DatasetDescription[] Described(IReadOnlyList<string> data) => [.. data.Select(name => DataDescriptions.Of(program.Find(name)!.Dataset!))];

    private static IEnumerable<(string, IReadOnlyList<PreviewRun>)> OfPair(PreferenceRows pairs, int row, ITextTokenizer tokenizer)
    {
        PreferencePair pair = pairs[row];
        string place = pairs.Places([row]);
        yield return ($"{place}, {(pair.Label is { } isWanted ? (isWanted ? "wanted" : "not wanted") : "chosen")}", RowPreview.Of(pair.Prompt, pair.Chosen, tokenizer));
        if (pair.Label is null)
        {
            yield return ($"{place}, rejected", RowPreview.Of(pair.Prompt, pair.Rejected, tokenizer));
        }
    }

    private PretrainOptions Pretraining() => new()
    {
        MaxLength = Integer("max_length"),
        Seed = Integer("seed"),
        ContaminationAction = Word<ContaminationAction>("contamination_action"),
        ContaminationNgramSize = Integer("contamination_ngram_size"),
        PackingStrategy = Word<Packing>("packing_strategy"),
        IsolateDocuments = Flag("isolate_documents"),
        ExcessLengthStrategy = Word<ExcessLength>("excess_length_strategy"),
        ShuffleDataset = Flag("shuffle_dataset"),
        AddBos = Word<EdgeToken>("add_bos"),
        AddEos = Word<EdgeToken>("add_eos"),
        DataDirectory = dataDirectory,
        TokenizerDirectory = tokenizerDirectory,
    };

    private InstructionTuneOptions Tuning() => new()
    {
        MaxLength = Integer("max_length"),
        Seed = Integer("seed"),
        ContaminationAction = Word<ContaminationAction>("contamination_action"),
        ContaminationNgramSize = Integer("contamination_ngram_size"),
        ChatTemplate = Value("chat_template").AsText(),
        ExcessLengthStrategy = Word<ExcessLength>("excess_length_strategy"),
        AddBos = Word<EdgeToken>("add_bos"),
        AssistantOnlyLoss = Flag("assistant_only_loss"),
        CompletionOnlyLoss = Flag("completion_only_loss"),
        Packing = Flag("packing"),
        PackingStrategy = Word<Packing>("packing_strategy"),
        IsolateDocuments = Flag("isolate_documents"),
        ShuffleDataset = Flag("shuffle_dataset"),
        DataDirectory = dataDirectory,
        TokenizerDirectory = tokenizerDirectory,
    };

    private AlignTuneOptions Alignment() => new()
    {
        MaxLength = Integer("max_length"),
        Seed = Integer("seed"),
        ContaminationAction = Word<ContaminationAction>("contamination_action"),
        ContaminationNgramSize = Integer("contamination_ngram_size"),
        ChatTemplate = Value("chat_template").AsText(),
        ExcessLengthStrategy = Word<ExcessLength>("excess_length_strategy"),
        AddBos = Word<EdgeToken>("add_bos"),
        DataDirectory = dataDirectory,
        TokenizerDirectory = tokenizerDirectory,
    };

    private ConfigValue Value(string key) => _vocabulary.Value(stage.Options, key)!.Value;

    private int Integer(string key) => checked((int)Value(key).AsInteger());

    private bool Flag(string key) => Value(key).AsBoolean();

    // Members of these enumerations stand in the order of their key's words.
    private T Word<T>(string key)
        where T : struct, Enum =>
        (T)Enum.ToObject(typeof(T), _vocabulary.Find(key)!.Choices.ToList().IndexOf(Value(key).AsText()));
}
