using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Training.Lora;
using Solar.Validation;

namespace Solar.Runtime.Training;

/// <summary>Bytes that a run holds from its first step to its last; what single forward passes take comes on top.</summary>
/// <param name="Weights">Of the weights, and of the float32 originals of a bfloat16 run.</param>
/// <param name="Gradients">Of the gradients.</param>
/// <param name="Optimizer">Of both moments.</param>
public sealed record TrainingMemory(long Weights, long Gradients, long Optimizer)
{
    private const long Single = 4, Half = 2;

    /// <summary>All of it.</summary>
    public long Total => Weights + Gradients + Optimizer;

    /// <summary>What a run of these options holds.</summary>
    /// <param name="tensors">Every tensor of the model.</param>
    /// <param name="options">Which parameters are trained, and in which type.</param>
    public static TrainingMemory Of(IEnumerable<TensorShape> tensors, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(options);
        LoraSettings? lora = LoraSettings.Of(options);
        long all = 0, trained = 0;
        foreach (TensorShape tensor in tensors)
        {
            long count = tensor.Shape.Aggregate(1L, (product, size) => product * size);
            all += count;
            bool isWhole = options.UnfrozenParameters.Any(pattern => NamePattern.Matches(pattern, tensor.Name)) || (lora is null && options.UnfrozenParameters.Count == 0);
            long factors = lora is null || isWhole ? 0 : Factors(tensor, lora);
            all += factors;
            trained += isWhole ? count : factors;
        }

        long weight = options.Bf16 ? Half + Single : Single;
        return new TrainingMemory(all * weight, trained * weight, trained * 2 * Single);
    }

    // Of matrices whose names are meant; an embedding, which has no adapter, cannot be told from a map by its shape, and adds little.
    private static long Factors(TensorShape tensor, LoraSettings lora) =>
        tensor.Shape.Length == 2 && tensor.Name.EndsWith(".weight", StringComparison.Ordinal) && lora.IsTarget(tensor.Name[..^".weight".Length])
            ? lora.Rank * (tensor.Shape[0] + tensor.Shape[1])
            : 0;

    /// <summary>Refuses a run that this machine cannot hold, whatever its batches.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="available">Bytes that there are.</param>
    /// <exception cref="TrainingMemoryException">It is more than there is.</exception>
    internal void Check(string model, long available)
    {
        if (Total > available)
        {
            throw new TrainingMemoryException(model, this, available);
        }
    }
}

/// <summary>A run would hold more than the machine has; nothing was loaded.</summary>
public sealed class TrainingMemoryException : Exception
{
    internal TrainingMemoryException(string model, TrainingMemory needed, long available)
        : base($"training {model} takes {Gigabytes(needed.Total)} ({Gigabytes(needed.Weights)} of weights, {Gigabytes(needed.Gradients)} of gradients, {Gigabytes(needed.Optimizer)} of moments) "
            + $"before the first batch, and there are {Gigabytes(available)}. Train fewer parameters (UnfrozenParameters, such as those of the new layers), or use a machine with more memory.")
    {
        Needed = needed;
        Available = available;
    }

    /// <summary>What the run would hold.</summary>
    public TrainingMemory Needed { get; }

    /// <summary>Bytes that there are.</summary>
    public long Available { get; }

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
