using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using TorchSharp;

namespace Solar.Runtime.Training.Data;

/// <summary>What a stage learns from, and what its loss is measured on meanwhile.</summary>
/// <param name="Training">Its data.</param>
/// <param name="Evaluation">Its evaluation data; null where it has none.</param>
internal sealed record StageTokens(TrainingData Training, TrainingData? Evaluation) : IDisposable
{
    /// <summary>Reads plain text.</summary>
    public static Task<StageTokens> OpenAsync<TModel>(
        StageDescription stage, PretrainOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken)
        where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        long vocabSize = VocabularySize.Of(TModel.Description);
        return OpenAsync(stage, data => TrainingData.OpenAsync(data, options, tokenizer, vocabSize, cancellationToken));
    }

    /// <summary>Reads conversations.</summary>
    public static Task<StageTokens> OpenAsync<TModel>(
        StageDescription stage, InstructionTuneOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken)
        where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        long vocabSize = VocabularySize.Of(TModel.Description);
        ConversationOptions conversations = ConversationOptions.Of(options);
        return OpenAsync(stage, data => ConversationData.OpenAsync(data, conversations, tokenizer, vocabSize, cancellationToken));
    }

    // What was read is closed where the second cannot be.
    private static async Task<StageTokens> OpenAsync(
        StageDescription stage, Func<IReadOnlyList<DatasetDescription>, Task<TrainingData>> open)
    {
        TrainingData training = await open(stage.Data).ConfigureAwait(false);
        try
        {
            return new StageTokens(training, stage.EvalData.Count == 0 ? null : await open(stage.EvalData).ConfigureAwait(false));
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
