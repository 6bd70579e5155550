using System;
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
    /// <summary>Reads both; what was read is closed where the second cannot be.</summary>
    public static async Task<StageTokens> OpenAsync<TModel>(
        StageDescription stage, PretrainOptions options, ITextTokenizer tokenizer, CancellationToken cancellationToken)
        where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        long vocabSize = VocabularySize.Of(TModel.Description);
        TrainingData training = await TrainingData.OpenAsync(stage.Data, options, tokenizer, vocabSize, cancellationToken).ConfigureAwait(false);
        if (stage.EvalData.Count == 0)
        {
            return new StageTokens(training, null);
        }

        try
        {
            return new StageTokens(training, await TrainingData.OpenAsync(stage.EvalData, options, tokenizer, vocabSize, cancellationToken).ConfigureAwait(false));
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
