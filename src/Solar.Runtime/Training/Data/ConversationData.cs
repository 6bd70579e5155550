using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Runtime.Training.Data.Conversations;

namespace Solar.Runtime.Training.Data;

/// <summary>Conversations as rows of tokens, of which answers are learnt.</summary>
public static class ConversationData
{
    /// <summary>
    /// Reads, renders and tokenises data sets of conversations, and puts them into rows. A row's labels are its ids where they are learnt; a conversation
    /// of which nothing would be learnt is left out and counted.
    /// </summary>
    /// <param name="data">The data sets, in order.</param>
    /// <param name="options">Template, masks and packing, and where files lie.</param>
    /// <param name="tokenizer">Makes tokens of text.</param>
    /// <param name="vocabSize">Number of tokens that the model has.</param>
    /// <param name="cancellationToken">Ends it between two rows of a file.</param>
    /// <exception cref="TrainingOptionException">The tokenizer's own begin or end token is outside the model's vocabulary.</exception>
    /// <exception cref="ChatTemplateException">There is no such template, or it cannot be read.</exception>
    /// <exception cref="TrainingDataException">A file or a row that cannot be read or rendered, or nothing to learn from.</exception>
    public static Task<TrainingData> OpenAsync(
        IReadOnlyList<DatasetDescription> data, ConversationOptions options, ITextTokenizer tokenizer, long vocabSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokenizer);
        return OpenAsync(data, options, keptOut: null, tokenizer, vocabSize, cancellationToken);
    }

    /// <summary>The same, without what overlaps evaluation sets, or refused for it.</summary>
    internal static Task<TrainingData> OpenAsync(
        IReadOnlyList<DatasetDescription> data, ConversationOptions options, Decontamination? keptOut, ITextTokenizer tokenizer, long vocabSize, CancellationToken cancellationToken)
    {
        ChatTemplate template = ChatTemplate.Find(options.ChatTemplate, tokenizer, options.TokenizerDirectory, options.DataDirectory);
        return TrainingData.OpenAsync(
            data, RowOptions.Of(options) with { KeptOut = keptOut }, new ConversationTokenizer(tokenizer, template, options, vocabSize), cancellationToken);
    }
}
