using System;
using System.Collections.Generic;
using System.Globalization;
using Solar.Runtime.Text;

namespace Solar.Runtime.Training.Data;

/// <summary>Makes tokens of documents: <c>BOS document EOS</c>, so that a model sees where one text ends and the next begins.</summary>
internal sealed class DocumentTokenizer : RowTokenizer
{
    private readonly long _vocabSize;
    private readonly bool _addBos, _addEos;

    /// <exception cref="TrainingOptionException">A token that is added is outside the model's vocabulary.</exception>
    public DocumentTokenizer(ITextTokenizer tokenizer, EdgeToken addBos, EdgeToken addEos, long vocabSize)
        : base(tokenizer, vocabSize)
    {
        _vocabSize = vocabSize;
        Threads = tokenizer.IsThreadSafe ? Environment.ProcessorCount : 1;
        _addBos = IsAdded(addBos, tokenizer.AddsBos, tokenizer.BosId);
        _addEos = IsAdded(addEos, tokenizer.AddsEos, tokenizer.EosId);
        Check(_addBos, tokenizer.BosId, "begin-of-text");
        Check(_addEos, tokenizer.EosId, "end-of-text");
    }

    /// <inheritdoc/>
    public override string? Fingerprint => Tokenizer.Fingerprint is { } known
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{known};vocabulary {_vocabSize};begin {(_addBos ? Tokenizer.BosId : -1)};end {(_addEos ? Tokenizer.EosId : -1)}")
        : null;

    /// <inheritdoc/>
    public override IEnumerable<string> Parts(DatasetDescription dataset) => [dataset.SampleBy, dataset.Field ?? "", dataset.Filter, dataset.OnBadRow];

    /// <inheritdoc/>
    public override IEnumerable<DataRow> Rows(DatasetDescription dataset, string file) => DocumentReader.Rows(dataset, file);

    /// <inheritdoc/>
    protected override int[] Encode(DataRow row)
    {
        if (row.Text is not { Length: > 0 } text)
        {
            return [];
        }

        IReadOnlyList<int> ids = Tokenizer.Encode(text, _addBos);
        return _addEos ? [.. ids, Tokenizer.EosId] : [.. ids];
    }
}
