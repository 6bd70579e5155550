using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>Holds the checkpoints of a merge against what is to be made of them, before anything is. All faults are named at once.</summary>
internal sealed class MergeCheck(CheckpointMerge merge, IReadOnlyDictionary<string, CheckpointReader> sources)
{
    private const string Head = "lm_head.weight";
    private const string Embedding = "model.embed_tokens.weight";
    private const string StoredFrequencies = ".rotary_emb.inv_freq";
    private const string VocabularyMend =
        "State a policy where only vocabularies differ (vocabulary: common merges the rows that all have); else name models of one shape.";

    private readonly List<CheckpointFault> _faults = [];
    private readonly Dictionary<string, HashSet<string>> _used = sources.Keys.ToDictionary(name => name, _ => new HashSet<string>(StringComparer.Ordinal));

    /// <summary>The tensors of the result with what each is made of.</summary>
    /// <exception cref="CheckpointException">They do not fit.</exception>
    public IReadOnlyList<MergeJob> Jobs()
    {
        TensorDtype dtype = Dtype();
        Dictionary<string, TensorShape> shapes = merge.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        List<MergeJob> jobs = [];
        foreach (TensorMerge tensor in merge.Recipe.Tensors(merge.Tensors.Select(tensor => tensor.Name)))
        {
            if (Job(tensor, new TensorInfo(tensor.Target, dtype, shapes[tensor.Target].Shape)) is { } job)
            {
                jobs.Add(job);
            }
        }

        foreach ((string name, CheckpointReader source) in sources)
        {
            CheckConfig(source);
            CheckUnused(source, _used[name]);
        }

        return _faults.Count == 0 ? jobs : throw new CheckpointException($"{merge.Name} cannot be merged", _faults);
    }

    /// <summary>The declared type, else that of the base or of the first input.</summary>
    private TensorDtype Dtype()
    {
        if (merge.Recipe.Dtype is { } declared)
        {
            return declared switch { Solar.Dtype.Float16 => TensorDtype.F16, Solar.Dtype.BFloat16 => TensorDtype.BF16, _ => TensorDtype.F32 };
        }

        CheckpointReader leading = sources[merge.Recipe.Base ?? merge.Recipe.Inputs[0].Source];
        return DtypeCheck.Expected(null, [.. leading.Tensors.Values]);
    }

    private MergeJob? Job(TensorMerge tensor, TensorInfo target)
    {
        List<(TensorMergeInput Input, StoredTensor Stored)> found = [];
        bool isComplete = true;
        foreach (TensorMergeInput input in tensor.Base is { } origin ? tensor.Inputs.Append(origin) : tensor.Inputs)
        {
            _used[input.Source].Add(input.Tensor);
            if (sources[input.Source].Tensors.TryGetValue(input.Tensor, out StoredTensor stored))
            {
                found.Add((input, stored));
                continue;
            }

            isComplete = false;
            _faults.Add(new CheckpointFault(
                sources[input.Source].FullPath, input.Tensor, $"it is missing, but {tensor.Target} of {merge.Name} is made of it", "Name a checkpoint that has it, or correct the declaration."));
        }

        if (!isComplete || found.Count == 0 || !Fits(tensor, target, found))
        {
            return null;
        }

        ITensorMethod method = merge.Function is { } function
            ? new FunctionMethod(function, target.Shape)
            : MergeMethods.Find(merge.Recipe.Method) ?? throw new ArgumentException($"There is no merge method '{merge.Recipe.Method}', and no function was given.");

        // Where no input takes part in a slice, its layers are the base's own.
        return tensor.Inputs.Count == 0
            ? new MergeJob(tensor with { Inputs = EquatableArray.Of(tensor.Base!), Base = null }, target, [found[0].Stored], null, MergeMethods.Find("passthrough")!)
            : new MergeJob(tensor, target, [.. found.Take(tensor.Inputs.Count).Select(pair => pair.Stored)], tensor.Base is null ? null : found[^1].Stored, method);
    }

    private bool Fits(TensorMerge tensor, TensorInfo target, List<(TensorMergeInput Input, StoredTensor Stored)> found)
    {
        bool mayDiffer = merge.Recipe.Vocabulary == VocabularyPolicy.Common && !tensor.Target.Split('.').Any(part => part.All(char.IsAsciiDigit));
        StoredTensor leading = tensor.Base is null ? found[0].Stored : found[^1].Stored;
        bool fits = leading.Info.Shape.AsSpan().SequenceEqual(target.Shape.AsSpan())
            && found.All(pair => pair.Stored.Info.Shape.AsSpan().SequenceEqual(target.Shape.AsSpan())
                || (mayDiffer && pair.Stored.Info.Shape.Length == target.Shape.Length && target.Shape.Length > 0
                    && pair.Stored.Info.Shape.AsSpan()[1..].SequenceEqual(target.Shape.AsSpan()[1..])));
        if (!fits)
        {
            string shapes = string.Join(", ", found.Select(pair => $"{TensorInfo.ShapeText(pair.Stored.Info.Shape)} in {pair.Input.Source} ({pair.Input.Tensor})"));
            _faults.Add(new CheckpointFault(
                leading.File.FullPath, tensor.Target, $"its shapes differ: {TensorInfo.ShapeText(target.Shape)} in {merge.Name}, {shapes}", VocabularyMend));
        }

        foreach ((_, StoredTensor stored) in found.Where(pair => !ElementConversion.IsSupported(pair.Stored.Info.Dtype)))
        {
            fits = false;
            _faults.Add(new CheckpointFault(
                stored.File.FullPath, stored.Name, $"its type is {stored.Info.Dtype.StoredName()}", "Only F32, F16 and BF16 can be merged; convert the checkpoint first."));
        }

        return fits;
    }

    private void CheckConfig(CheckpointReader source)
    {
        if (source.Config is not { } config)
        {
            _faults.Add(new CheckpointFault(
                source.FullPath, null, $"there is no {CheckpointFiles.Config}", "Heads and wavelengths cannot be seen in the weights; put the file beside them."));
            return;
        }

        ConfigFile declared = ConfigFile.Parse(merge.Config, merge.Name);
        _faults.AddRange(ConfigComparison.Compare(config, declared, CheckpointUse.Base, null)
            .Where(fault => merge.Recipe.Vocabulary != VocabularyPolicy.Common || !fault.Problem.StartsWith("vocab_size ", StringComparison.Ordinal)));
    }

    /// <summary>Nothing is left out in silence but whole layers, stored frequencies, and a tied head that is stored once more.</summary>
    private void CheckUnused(CheckpointReader source, HashSet<string> used)
    {
        StoredTensor[] unused =
        [
            .. source.Tensors.Values.Where(tensor => !used.Contains(tensor.Name) && !tensor.Name.EndsWith(StoredFrequencies, StringComparison.Ordinal)),
        ];
        var layers = new UnusedLayers(used, unused.Select(tensor => tensor.Name), null);
        foreach (StoredTensor tensor in unused.Where(tensor => !layers.Contains(tensor.Name)))
        {
            if (tensor.Name == Head && source.Tensors.TryGetValue(Embedding, out StoredTensor embedding) && tensor.HasSameContentAs(embedding))
            {
                continue;
            }

            _faults.Add(new CheckpointFault(
                tensor.File.FullPath, tensor.Name, $"it is unexpected: {merge.Name} has no use for it", "Declare the part of the model that it belongs to, or name another checkpoint."));
        }
    }
}
