using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Runtime.Training.State;
using TorchSharp;

namespace Solar.Runtime.Training.Data;

/// <summary>What a stage learns from, and what its loss is measured on meanwhile.</summary>
/// <param name="Training">Its data.</param>
/// <param name="Evaluation">Its evaluation data; null where it has none.</param>
internal sealed record StageTokens(TrainingData Training, TrainingData? Evaluation) : IDisposable
{
    /// <summary>The evaluation sets that its data was held to; null where it declares none.</summary>
    public IReadOnlyList<EvaluationSet>? EvaluationSets { get; init; }

    /// <summary>Reads plain text.</summary>
    public static Task<StageTokens> OpenAsync<TModel>(
        StageDescription stage, PretrainOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken)
        where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        long vocabSize = VocabularySize.Of(TModel.Description);
        return OpenAsync(stage, options, (data, keptOut) => TrainingData.OpenAsync(data, options, keptOut, tokenizer, vocabSize, cancellationToken), cancellationToken);
    }

    /// <summary>Reads conversations.</summary>
    public static Task<StageTokens> OpenAsync<TModel>(
        StageDescription stage, InstructionTuneOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken)
        where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        long vocabSize = VocabularySize.Of(TModel.Description);
        ConversationOptions conversations = ConversationOptions.Of(options);
        return OpenAsync(
            stage, options, (data, keptOut) => ConversationData.OpenAsync(data, conversations, keptOut, tokenizer, vocabSize, cancellationToken), cancellationToken);
    }

    // What was read is closed where the second cannot be.
    private static async Task<StageTokens> OpenAsync(
        StageDescription stage, TrainingOptions options, Func<IReadOnlyList<DatasetDescription>, Decontamination?, Task<TrainingData>> open, CancellationToken cancellationToken)
    {
        Decontamination? keptOut = await Decontamination.OpenAsync(stage.Decontaminate, options, cancellationToken).ConfigureAwait(false);
        TrainingData training = await open(stage.Data, keptOut).ConfigureAwait(false);
        try
        {
            TrainingData? evaluation = stage.EvalData.Count == 0 ? null : await open(stage.EvalData, null).ConfigureAwait(false);
            return new StageTokens(training, evaluation) { EvaluationSets = keptOut?.Sets };
        }
        catch
        {
            training.Rows.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Training.Rows.Dispose();
        Evaluation?.Rows.Dispose();
    }
}
