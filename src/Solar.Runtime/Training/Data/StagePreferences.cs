using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Runtime.Training.State;
using TorchSharp;

namespace Solar.Runtime.Training.Data;

/// <summary>What an alignment learns from, and what it is measured on meanwhile.</summary>
/// <param name="Training">Its preferences.</param>
/// <param name="Datasets">Its data sets.</param>
/// <param name="Evaluation">Preferences that it is measured on; null where it has none.</param>
/// <param name="EvaluationDatasets">Their data sets.</param>
internal sealed record StagePreferences(
    PreferenceSource Training, IReadOnlyList<TrainedDataset> Datasets, PreferenceSource? Evaluation, IReadOnlyList<TrainedDataset>? EvaluationDatasets) : IDisposable
{
    /// <summary>The evaluation sets that its data was held to; null where it declares none.</summary>
    public IReadOnlyList<EvaluationSet>? EvaluationSets { get; init; }

    /// <summary>Reads both; what was read is closed where the second cannot be.</summary>
    /// <exception cref="TrainingOptionException">The rows are pairs and the objective is of single answers, or the reverse.</exception>
    public static async Task<StagePreferences> OpenAsync<TModel>(
        StageDescription stage, AlignTuneOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken)
        where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        long vocabSize = VocabularySize.Of(TModel.Description);
        Decontamination? keptOut = await Decontamination.OpenAsync(stage.Decontaminate, options, cancellationToken).ConfigureAwait(false);
        PreferenceData training = await ReadAsync(stage.Data, options, keptOut, tokenizer, vocabSize, cancellationToken).ConfigureAwait(false);
        PreferenceData? evaluation = null;
        try
        {
            evaluation = stage.EvalData.Count > 0 ? await ReadAsync(stage.EvalData, options, null, tokenizer, vocabSize, cancellationToken).ConfigureAwait(false) : null;
            return new StagePreferences(
                new PreferenceSource(training.Rows, options.MaxLength),
                training.Datasets,
                evaluation is null ? null : new PreferenceSource(evaluation.Rows, options.MaxLength),
                evaluation?.Datasets)
            { EvaluationSets = keptOut?.Sets };
        }
        catch
        {
            training.Rows.Dispose();
            evaluation?.Rows.Dispose();
            throw;
        }
    }

    private static async Task<PreferenceData> ReadAsync(
        IReadOnlyList<DatasetDescription> data, AlignTuneOptions options, Decontamination? keptOut, ITextTokenizer tokenizer, long vocabSize, CancellationToken cancellationToken)
    {
        PreferenceData read = await PreferenceData.OpenAsync(data, ConversationOptions.Of(options), keptOut, tokenizer, vocabSize, cancellationToken).ConfigureAwait(false);
        bool isLabelled = read.Rows.IsLabelled;
        if (isLabelled == options.LossType.Contains(PreferenceLoss.Kto))
        {
            return read;
        }

        read.Rows.Dispose();
        throw new TrainingOptionException(nameof(AlignTuneOptions.LossType), isLabelled
            ? "is of pairs, and the data sets have single answers with a label; use Kto."
            : "is Kto, which learns from single answers with a label, and the data sets have pairs.");
    }

    public void Dispose()
    {
        Training.Dispose();
        Evaluation?.Dispose();
    }
}
