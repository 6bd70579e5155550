using System;

namespace Solar;

/// <summary>What stages declare that learn from conversations: how these become text.</summary>
/// <param name="model">The model, stage or merge from whose weights the stage starts.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class ConversationStageAttribute(Type model) : StageAttribute(model)
{
    /// <summary>
    /// How a conversation becomes text: <c>solar</c>, <c>alpaca</c>, <c>chatml</c>, <c>llama2</c>, <c>llama3</c>, <c>mistral</c>, <c>zephyr</c>,
    /// <c>gemma</c> or <c>phi3</c>; <c>tokenizer</c> for the checkpoint's own template; or the path of a <c>.jinja</c> file.
    /// Default: <c>auto</c>, the checkpoint's own where it has one, else <c>solar</c>.
    /// </summary>
    public string ChatTemplate { get; set; } = "auto";

    /// <summary>What becomes of conversations with more tokens than a row. Default: <see cref="ExcessLength.Truncate"/>, cut off at their end.</summary>
    public ExcessLength ExcessLengthStrategy { get; set; } = ExcessLength.Truncate;

    /// <summary>Whether texts begin with the begin token where their template does not write it. Default: <see cref="EdgeToken.Tokenizer"/>.</summary>
    public EdgeToken AddBos { get; set; }
}
