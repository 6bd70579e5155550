using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>The numbers of a stage that its comments name.</summary>
internal sealed class StageFigures
{
    private readonly StageDeclaration _stage;

    public StageFigures(StageDeclaration stage)
    {
        _stage = stage;
        Rows = Integer("per_device_train_batch_size");
        Passes = Integer("gradient_accumulation_steps");
        Length = Integer("max_length");
        MaxSteps = Integer("max_steps");
    }

    /// <summary>Rows of one forward pass.</summary>
    public long Rows { get; }

    /// <summary>Forward passes of one step.</summary>
    public long Passes { get; }

    /// <summary>Tokens of one row.</summary>
    public long Length { get; }

    /// <summary>Optimiser steps; -1 where epochs say it.</summary>
    public long MaxSteps { get; }

    /// <summary><c>16 of them, 4 × 4096 tokens each</c>.</summary>
    public string MicroBatches => Passes == 1 ? $"one forward pass, {Rows} × {Length} tokens" : $"{Passes} of them, {Rows} × {Length} tokens each";

    /// <summary><c>5,000 steps of 262,144 tokens</c>.</summary>
    public string Extent
    {
        get
        {
            string tokens = Literals.Doc(checked(Rows * Passes * Length));
            return MaxSteps > 0
                ? $"{Literals.Count(MaxSteps, "step")} of {tokens} tokens"
                : $"{Epochs} over the data, in steps of {tokens} tokens";
        }
    }

    private string Epochs
    {
        get
        {
            ConfigValue epochs = StageVocabulary.Of(_stage.Kind).Value(_stage.Options, "num_train_epochs")!.Value;
            return epochs.Canonical + (epochs.AsNumber() == 1 ? " pass" : " passes");
        }
    }

    private long Integer(string key) => StageVocabulary.Of(_stage.Kind).Value(_stage.Options, key)!.Value.AsInteger();
}
