using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>The parameters of a model under the names and in the order that its checkpoint has.</summary>
internal sealed class ModelTensors
{
    // Spans end at 2 GiB.
    private const long Slice = 1 << 30;

    private readonly IReadOnlyDictionary<string, Parameter> _parameters;

    private ModelTensors(IReadOnlyDictionary<string, Parameter> parameters, IReadOnlyList<TensorInfo> infos)
    {
        _parameters = parameters;
        Infos = infos;
    }

    /// <summary>The tensors as they will be stored.</summary>
    public IReadOnlyList<TensorInfo> Infos { get; }

    /// <summary>Holds a model against its declaration.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">Its declared tensors.</param>
    /// <param name="asked">The type to store them in; null for theirs.</param>
    /// <exception cref="CheckpointException">They are not of the declared type, or of several.</exception>
    /// <exception cref="InvalidOperationException">The module's parameters are not the declared tensors.</exception>
    public static ModelTensors Of(nn.Module model, CheckpointPlan plan, ScalarType? asked)
    {
        Dictionary<string, Parameter> parameters = model.named_parameters()
            .ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        if (parameters.Keys.FirstOrDefault(name => plan.Tensors.All(tensor => tensor.Name != name)) is { } unknown)
        {
            throw new InvalidOperationException($"{plan.Model} has a parameter {unknown} that its checkpoint does not.");
        }

        List<TensorInfo> infos = [];
        foreach (TensorShape tensor in plan.Tensors)
        {
            if (!parameters.TryGetValue(tensor.Name, out Parameter? parameter) || !parameter.shape.AsSpan().SequenceEqual(tensor.Shape))
            {
                throw new InvalidOperationException($"{plan.Model} has no parameter {tensor.Name} of shape {TensorInfo.ShapeText(tensor.Shape)}.");
            }

            infos.Add(new TensorInfo(tensor.Name, TensorTypes.Stored(asked ?? parameter.dtype), tensor.Shape));
        }

        RequireDeclaredType(plan, infos, isAsked: asked is not null);
        return new ModelTensors(parameters, infos);
    }

    /// <summary>Writes every tensor's bytes.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="replace">What is written in place of a parameter, of its shape; null for the parameters themselves.</param>
    public unsafe void WriteTo(CheckpointWriter writer, Func<string, Tensor, Tensor>? replace = null)
    {
        using IDisposable noGrad = no_grad();
        foreach (TensorInfo info in Infos)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor written = replace is null ? _parameters[info.Name] : replace(info.Name, _parameters[info.Name]);
            Tensor tensor = written.detach().to(TensorTypes.Of(info.Dtype), CPU).contiguous();
            byte* bytes = MappedTensors.Pointer(tensor);
            TensorSlot slot = writer[info.Name];
            for (long offset = 0; offset < info.ByteCount; offset += Slice)
            {
                slot.Append(new ReadOnlySpan<byte>(bytes + offset, (int)Math.Min(Slice, info.ByteCount - offset)));
            }
        }
    }

    private static void RequireDeclaredType(CheckpointPlan plan, List<TensorInfo> infos, bool isAsked)
    {
        TensorInfo first = infos[0];
        string? declared = isAsked ? null : plan.Dtype;
        TensorDtype expected = declared is null ? first.Dtype : TensorDtypes.ParseConfig(declared) ?? first.Dtype;
        CheckpointFault[] faults =
        [
            .. infos.Where(info => info.Dtype != expected || info.Dtype.ConfigName() is null).Select(info => new CheckpointFault(
                null,
                info.Name,
                $"it is {info.Dtype.StoredName()} in memory, but {(declared is null ? $"{first.Name} is {expected.StoredName()}" : $"{plan.Model} declares {declared}")}",
                "Ask for a type by SaveOptions.Dtype; nothing is converted in silence.")),
        ];
        if (faults.Length > 0)
        {
            throw new CheckpointException($"{plan.Model} cannot be saved", faults);
        }
    }
}
