using System;
using System.Collections.Generic;
using Solar.Runtime.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.State;

/// <summary>Folders of tensors that are no model: moments of an optimiser, states of generators. Sharded safetensors, streamed.</summary>
internal static class StateTensors
{
    // Spans end at 2 GiB.
    private const long Slice = 1 << 30;

    /// <summary>Writes a folder.</summary>
    public static void Write(string directory, IReadOnlyList<(string Name, Tensor Value)> tensors, string model)
    {
        List<TensorInfo> infos = [];
        foreach ((string name, Tensor value) in tensors)
        {
            infos.Add(new TensorInfo(name, TensorTypes.Stored(value.dtype), value.shape));
        }

        using CheckpointWriter writer = CheckpointWriter.Create(directory, infos);
        foreach ((string name, Tensor value) in tensors)
        {
            Write(writer[name], value);
        }

        writer.Commit(new CheckpointManifest { Model = model, Dtype = "float32" });
    }

    /// <summary>Copies the tensors of a folder into tensors of the same names.</summary>
    /// <exception cref="CheckpointException">The folder is damaged.</exception>
    /// <exception cref="TrainingStateException">A tensor is not there, or not of that shape and type.</exception>
    public static void CopyInto(string directory, IEnumerable<(string Name, Tensor Target)> targets)
    {
        using CheckpointReader stored = CheckpointReader.Open(directory, MappingMode.CopyOnWrite);
        CopyInto(stored, targets);
    }

    /// <summary>Copies the tensors of a folder that is open, in <see cref="MappingMode.CopyOnWrite"/>, into tensors of the same names.</summary>
    /// <exception cref="TrainingStateException">A tensor is not there, or not of that shape and type.</exception>
    public static void CopyInto(CheckpointReader stored, IEnumerable<(string Name, Tensor Target)> targets)
    {
        using (no_grad())
        {
            foreach ((string name, Tensor target) in targets)
            {
                if (!stored.Tensors.TryGetValue(name, out StoredTensor tensor)
                    || tensor.Info.Dtype != TensorTypes.Stored(target.dtype)
                    || !tensor.Info.Shape.AsSpan().SequenceEqual(target.shape))
                {
                    throw new TrainingStateException(stored.FullPath, $"has no tensor {name} of shape [{string.Join(", ", target.shape)}] and type {target.dtype}; delete the state to begin anew.");
                }

                using Tensor source = MappedTensors.Share(tensor);
                target.copy_(source);
            }
        }
    }

    /// <summary>Writes the bytes of a tensor.</summary>
    public static unsafe void Write(TensorSlot slot, Tensor value)
    {
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            byte* bytes = MappedTensors.Pointer(value.detach().cpu().contiguous());
            for (long offset = 0; offset < slot.Info.ByteCount; offset += Slice)
            {
                slot.Append(new ReadOnlySpan<byte>(bytes + offset, (int)Math.Min(Slice, slot.Info.ByteCount - offset)));
            }
        }
    }
}
