using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training.State;

namespace Solar.Runtime.Training.Data;

/// <summary>Data sets of preferences as pairs of tokens, and what is to be told of them.</summary>
/// <param name="Rows">The pairs; whoever has them closes them.</param>
/// <param name="Datasets">Each data set, with what became of its rows.</param>
public sealed record PreferenceData(PreferenceRows Rows, IReadOnlyList<TrainedDataset> Datasets)
{
    /// <summary>Reads, renders and tokenises data sets of preferences.</summary>
    /// <param name="data">The data sets, in order.</param>
    /// <param name="options">Template, lengths, and where files lie; packing and masks do not count.</param>
    /// <param name="tokenizer">Makes tokens of text.</param>
    /// <param name="vocabSize">Number of tokens that the model has.</param>
    /// <param name="cancellationToken">Ends it between two rows of a file.</param>
    /// <exception cref="TrainingOptionException">The tokenizer's own begin or end token is outside the model's vocabulary.</exception>
    /// <exception cref="Text.Chat.ChatTemplateException">There is no such template, or it cannot be read.</exception>
    /// <exception cref="TrainingDataException">A file or a row that cannot be read or rendered, or nothing to learn from.</exception>
    public static Task<PreferenceData> OpenAsync(
        IReadOnlyList<DatasetDescription> data, ConversationOptions options, ITextTokenizer tokenizer, long vocabSize, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();
}
