using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Gives out a checkpoint's tensors as parameters. On the CPU and in the stored type they are the file's own bytes, privately writable:
/// nothing is read until it is used, and training never reaches the file.
/// </summary>
public sealed class MappedParameterSource : ParameterSource
{
    private readonly CheckpointReader _checkpoint;
    private readonly Placement _placement;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A source over an open checkpoint. Parameters may outlive both.</summary>
    /// <param name="checkpoint">A checkpoint; of one that was not opened <see cref="MappingMode.CopyOnWrite"/>, tensors are copied.</param>
    /// <param name="placement">Device and type of the parameters; what is left open is the CPU and the stored type.</param>
    public MappedParameterSource(CheckpointReader checkpoint, Placement placement = default)
    {
        _checkpoint = checkpoint;
        _placement = placement;
    }

    /// <summary>The names that were taken.</summary>
    public IReadOnlyCollection<string> Taken => _taken;

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">There is no such tensor, or it has another shape.</exception>
    /// <exception cref="InvalidOperationException">It was taken before: two modules would train one weight.</exception>
    public override Parameter Take(string name, params long[] shape)
    {
        if (!_checkpoint.Tensors.TryGetValue(name, out StoredTensor stored))
        {
            throw new CheckpointException(_checkpoint.FullPath, name, "it is missing", "Name a checkpoint that has it, or correct the declaration.");
        }

        if (!stored.Info.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new CheckpointException(
                stored.File.FullPath,
                name,
                $"its shape is {TensorInfo.ShapeText(stored.Info.Shape)}, not {TensorInfo.ShapeText(shape)}",
                "Correct the declared sizes, or name another checkpoint.");
        }

        if (!_taken.Add(name))
        {
            throw new InvalidOperationException($"{name} was taken twice.");
        }

        // A parameter lives as long as its module, whatever dispose scope it was made in.
        Tensor tensor = Place(stored);
        Parameter parameter = new(tensor, TensorTypes.IsFloating(tensor.dtype));
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private Tensor Place(StoredTensor stored)
    {
        ScalarType type = TensorTypes.Of(stored.Info.Dtype);
        ScalarType asked = _placement.Dtype ?? type;
        Device device = _placement.Device ?? CPU;
        if (device.type == DeviceType.META)
        {
            return empty([.. stored.Info.Shape], dtype: asked, device: device);
        }

        Tensor tensor = MappedTensors.CanShare(stored) ? MappedTensors.Share(stored) : Copy(stored, type);
        if (asked == type && device.type == DeviceType.CPU)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.to(asked, device);
        }
    }

    /// <summary>A copy: an odd header leaves elements across their natural borders, where libtorch must not read them.</summary>
    private static unsafe Tensor Copy(StoredTensor stored, ScalarType type)
    {
        Tensor copy = empty([.. stored.Info.Shape], dtype: type, device: CPU);
        long count = stored.Info.ByteCount;
        Buffer.MemoryCopy(stored.File.Pointer(stored.Entry), MappedTensors.Pointer(copy), count, count);
        return copy;
    }

    /// <summary>Sees to it that a model took all that was declared of it.</summary>
    /// <exception cref="InvalidOperationException">Its <c>Bind</c> left something out.</exception>
    internal void RequireAllTaken(CheckpointPlan plan)
    {
        if (plan.Tensors.FirstOrDefault(tensor => !_taken.Contains(tensor.Name)) is { Name: { } left })
        {
            throw new InvalidOperationException($"Bind of {plan.Model} did not take {left}.");
        }
    }
}
