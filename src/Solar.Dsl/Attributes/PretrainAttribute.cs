using System;

namespace Solar;

/// <summary>Declares continued pretraining: next-token loss on plain text.</summary>
/// <param name="model">The model, stage or merge from whose weights it starts.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PretrainAttribute(Type model) : StageAttribute(model)
{
    /// <summary>How documents fill rows. Default: <see cref="Packing.Wrapped"/>.</summary>
    public Packing PackingStrategy { get; set; }

    /// <summary>Whether a document sees itself alone: attention ends at its bounds, positions begin anew, and its first token is no target. Default: true.</summary>
    public bool IsolateDocuments { get; set; } = true;

    /// <summary>What becomes of documents with more tokens than a row. Default: <see cref="ExcessLength.Split"/>.</summary>
    public ExcessLength ExcessLengthStrategy { get; set; }

    /// <summary>Whether documents are shuffled before they are packed; rows are shuffled anyway. Default: false.</summary>
    public bool ShuffleDataset { get; set; }

    /// <summary>Whether documents begin with the begin token. Default: <see cref="EdgeToken.Tokenizer"/>.</summary>
    public EdgeToken AddBos { get; set; }

    /// <summary>Whether documents end with the end token. Default: <see cref="EdgeToken.Always"/>.</summary>
    public EdgeToken AddEos { get; set; } = EdgeToken.Always;
}
