using System;
using System.Linq;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Plans;

/// <summary>What a stage will take: tokens, steps, and bytes of memory at its peak. Weights, gradients and moments are exact, activations an estimate.</summary>
/// <param name="TrainedParameters">Parameters that are trained.</param>
/// <param name="TokensPerStep">Tokens of one optimiser step.</param>
/// <param name="Steps">Optimiser steps; null where the number of passes over the data says it.</param>
/// <param name="Weights">Bytes of the weights, and of the float32 originals of a bfloat16 run.</param>
/// <param name="Gradients">Bytes of the gradients.</param>
/// <param name="Optimizer">Bytes of both moments.</param>
/// <param name="Activations">Bytes of what the forward pass keeps for the backward pass, about.</param>
/// <param name="Logits">Bytes of logits and their gradients that are alive at one time, about.</param>
public sealed record TrainingBudget(
    long TrainedParameters, long TokensPerStep, long? Steps, long Weights, long Gradients, long Optimizer, long Activations, long Logits)
{
    private const long Single = 4, Half = 2;

    // As the runtime's loss does it: plain up to 2,048 rows, beyond in chunks of 256. Logits, their softmax and its gradient are alive together.
    private const long PlainRows = 2048, ChunkRows = 256, LogitCopies = 3;

    /// <summary>Tokens of the whole run; null where its steps are not known.</summary>
    public long? Tokens => Steps is { } steps ? checked(steps * TokensPerStep) : null;

    /// <summary>Bytes at the peak of a step, about.</summary>
    public long Peak => Weights + Gradients + Optimizer + Activations + Logits;

    /// <summary>The budget of a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="spec">Its model.</param>
    public static TrainingBudget Of(StagePlan stage, DecoderSpec spec)
    {
        long Integer(string key) => Value(stage, key).AsInteger();
        bool isHalf = Value(stage, "bf16").AsBoolean();
        long width = isHalf ? Half : Single;
        TensorSpec[] tensors = [.. TensorCatalog.Tensors(spec)];
        TensorSpec[] trained = [.. tensors.Where(tensor => IsTrained(stage, tensor.Name))];
        TensorSpec[] adapted = [.. tensors.Except(trained).Where(tensor => AdapterRules.IsAdapted(stage.Declaration, tensor))];
        long adapters = AdapterRules.HasAdapters(stage.Declaration) ? adapted.Sum(tensor => Integer(AdapterRules.Rank) * (tensor.Shape[0] + tensor.Shape[1])) : 0;
        long all = tensors.Sum(Count) + adapters, learnt = trained.Sum(Count) + adapters;
        long rows = Integer("per_device_train_batch_size"), length = Integer("max_length"), steps = Integer("max_steps");
        TensorSpec[] reached = [.. trained, .. adapted];
        int lowest = reached.Length == 0 ? spec.NumHiddenLayers : Math.Max(0, reached.Min(tensor => tensor.Layer < 0 ? 0 : tensor.Layer));

        // Of a pair both answers go through the model, each behind its prompt.
        rows *= stage.Declaration.Kind == StageKind.AlignTune && !Value(stage, "loss_type").AsItems().Contains("kto") ? 2 : 1;

        return new TrainingBudget(
            learnt,
            rows * length * Integer("gradient_accumulation_steps"),
            steps > 0 ? steps : null,
            Weights: all * (isHalf ? Half + Single : Single),
            Gradients: learnt * (isHalf ? Half + Single : Single),
            Optimizer: learnt * 2 * Single,
            Activations: rows * length * width * KeptPerToken(spec, lowest, Value(stage, "gradient_checkpointing").AsBoolean()),
            Logits: LogitCopies * Single * spec.VocabSize * (rows * (length - 1) <= PlainRows ? rows * length : ChunkRows));
    }

    private static bool IsTrained(StagePlan stage, string tensor) =>
        (stage.UnfrozenParameters.Count == 0 && !AdapterRules.HasAdapters(stage.Declaration)) || stage.UnfrozenParameters.Any(pattern => NamePattern.Matches(pattern, tensor));

    private static ConfigValue Value(StagePlan stage, string key) =>
        StageVocabulary.Of(stage.Declaration.Kind).Value(stage.Declaration.Options, key)!.Value;

    private static long Count(TensorSpec tensor) => tensor.Shape.Aggregate(1L, (count, size) => count * size);

    // Elements that all layers together keep of one token, from the lowest that is trained on: all of their own, or their inputs and at one time what is
    // computed again of one of them.
    private static long KeptPerToken(DecoderSpec spec, int lowest, bool isComputedAgain)
    {
        long[] layers = [.. Enumerable.Range(lowest, spec.NumHiddenLayers - lowest).Select(layer => KeptPerToken(spec, spec.LayerAt(layer)))];
        return isComputedAgain ? ((long)layers.Length * spec.HiddenSize) + layers.DefaultIfEmpty().Max() : layers.Sum();
    }

    // Elements that one layer keeps of one token: both norms' input and output, queries, keys and values before and after rotation, what
    // attention gives, and the feed-forward block's own.
    private static long KeptPerToken(DecoderSpec spec, LayerSpec layer)
    {
        long norms = 4L * spec.HiddenSize;
        long attention = (3 * layer.Attention.QuerySize) + (3 * layer.Attention.KeyValueSize);
        return norms + attention + KeptPerToken(layer.Mlp);
    }

    // Gate, its activation, up and their product; or what goes into an activation and comes out.
    private static long KeptPerToken(FeedForwardSpec mlp) => mlp switch
    {
        MlpSpec { IsGated: true } gated => 4L * gated.IntermediateSize,
        MlpSpec plain => 2L * plain.IntermediateSize,
        MixtureOfExpertsSpec experts => experts.NumExperts + (experts.NumExpertsPerToken * KeptPerToken(experts.Expert))
            + (experts.SharedExpert is { } shared ? KeptPerToken(shared) : 0),
        OwnMlpSpec own => 4L * own.IntermediateSize,
        _ => 0,
    };
}
