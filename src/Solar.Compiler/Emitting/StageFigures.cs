using System.Linq;
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

    /// <summary>Whether rows are as long as what they hold, and not all of one length.</summary>
    public bool IsRagged => _stage.Kind == StageKind.AlignTune
        || (_stage.Kind == StageKind.InstructionTune && !StageVocabulary.InstructionTune.Value(_stage.Options, "packing")!.Value.AsBoolean());

    // What a row is called where it is no stretch of tokens.
    private string Row => _stage.Kind == StageKind.InstructionTune ? "conversation"
        : StageVocabulary.AlignTune.Value(_stage.Options, "loss_type")!.Value.AsItems().Contains("kto") ? "answer" : "pair";

    /// <summary><c>16 of them, 4 × 4096 tokens each</c>.</summary>
    public string MicroBatches => (Passes, _stage.Kind, IsRagged) switch
    {
        (1, StageKind.AlignTune, _) => $"one forward pass, {Literals.Count(Rows, Row)}",
        (_, StageKind.AlignTune, _) => $"{Passes} of them, {Literals.Count(Rows, Row)} each",
        (1, _, true) => $"one forward pass, {Literals.Count(Rows, Row)}",
        (_, _, true) => $"{Passes} of them, {Literals.Count(Rows, Row)} each",
        (1, _, _) => $"one forward pass, {Rows} × {Length} tokens",
        _ => $"{Passes} of them, {Rows} × {Length} tokens each",
    };

    /// <summary><c>5,000 steps of 262,144 tokens</c>.</summary>
    public string Extent
    {
        get
        {
            string size = IsRagged
                ? Literals.Count(checked(Rows * Passes), Row)
                : Literals.Doc(checked(Rows * Passes * Length)) + " tokens";
            return MaxSteps > 0
                ? $"{Literals.Count(MaxSteps, "step")} of {size}"
                : $"{Epochs} over the data, in steps of {size}";
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
