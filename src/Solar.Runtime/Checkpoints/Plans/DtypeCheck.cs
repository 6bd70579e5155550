using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>The one data type of a checkpoint's weights. Nothing is converted unless somebody asks for it.</summary>
internal static class DtypeCheck
{
    /// <summary>The type that the weights should have: the declared one, else the one that most bytes have.</summary>
    public static TensorDtype Expected(string? declared, IReadOnlyCollection<StoredTensor> tensors) =>
        (declared is null ? null : TensorDtypes.ParseConfig(declared))
        ?? tensors.GroupBy(tensor => tensor.Info.Dtype).MaxBy(group => group.Sum(tensor => (decimal)tensor.Info.ByteCount))?.Key
        ?? TensorDtype.F32;

    /// <summary>Tensors of another type; one fault where it is the whole checkpoint, since that has one mend.</summary>
    public static IEnumerable<CheckpointFault> Check(string model, string? declared, IReadOnlyCollection<StoredTensor> tensors)
    {
        TensorDtype expected = Expected(declared, tensors);
        if (expected.ConfigName() is null)
        {
            StoredTensor first = tensors.First(tensor => tensor.Info.Dtype == expected);
            yield return new CheckpointFault(
                first.File.FullPath,
                first.Name,
                $"its type is {expected.StoredName()}, as that of most tensors",
                "Quantized checkpoints are not supported; name one in F32, F16 or BF16.");
            yield break;
        }

        StoredTensor[] others = [.. tensors.Where(tensor => tensor.Info.Dtype != expected)];
        if (others.Length == tensors.Count && others.Length > 1 && others.All(tensor => tensor.Info.Dtype == others[0].Info.Dtype))
        {
            yield return Fault(model, declared, expected, others[0], $"it and all {others.Length - 1} others are");
            yield break;
        }

        foreach (StoredTensor tensor in others)
        {
            yield return Fault(model, declared, expected, tensor, "it is");
        }
    }

    private static CheckpointFault Fault(string model, string? declared, TensorDtype expected, StoredTensor tensor, string subject)
    {
        string found = tensor.Info.Dtype.StoredName();
        string mend = tensor.Info.Dtype.ConfigName() is { } name && declared is not null
            ? $"Declare dtype: {name}, or convert the checkpoint first; nothing is converted in silence."
            : "Convert the checkpoint to one type first; nothing is converted in silence.";
        return new CheckpointFault(
            tensor.File.FullPath,
            tensor.Name,
            declared is null ? $"{subject} {found}, but most tensors are {expected.StoredName()}" : $"{subject} {found}, but {model} declares {declared}",
            mend);
    }
}
