namespace Solar.Runtime.Training;

/// <summary>What a run of a stage needs that learns from conversations: what every stage does, and how conversations become text.</summary>
public abstract record ConversationStageOptions : TrainingOptions
{
    /// <summary>
    /// How a conversation becomes text: the name of a built-in template, <c>tokenizer</c> for the checkpoint's own, <c>auto</c> for its own where it
    /// has one and else <c>solar</c>, or the path of a <c>.jinja</c> file, relative to <see cref="TrainingOptions.DataDirectory"/>.
    /// </summary>
    public string ChatTemplate { get; init; } = "auto";

    /// <summary>What becomes of conversations with more tokens than a row.</summary>
    public ExcessLength ExcessLengthStrategy { get; init; } = ExcessLength.Truncate;

    /// <summary>Whether texts begin with the begin token where their template does not write it.</summary>
    public EdgeToken AddBos { get; init; } = EdgeToken.Tokenizer;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (ExcessLengthStrategy == ExcessLength.Split)
        {
            throw new TrainingOptionException(nameof(ExcessLengthStrategy), "is Split, and the parts of a conversation would be answers without their questions.");
        }
    }
}
