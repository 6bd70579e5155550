using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>A checkpoint and an adapter that were held against each other: what is open, what is to be done, and the plan of it.</summary>
internal sealed class LoraWork : IDisposable
{
    /// <summary>The recipe in canonical form.</summary>
    public const string Recipe = $"Lora({LoraMerger.Base}, {LoraMerger.Adapter})";

    private const string Mend = "Name the checkpoint that the adapter was trained over.";

    private readonly List<CheckpointFault> _faults = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private LoraWork(CheckpointReader checkpoint, LoraAdapter adapter, LoraOptions options)
    {
        Checkpoint = checkpoint;
        Adapter = adapter;
        Options = options;
    }

    /// <summary>The checkpoint.</summary>
    public CheckpointReader Checkpoint { get; }

    /// <summary>The adapter.</summary>
    public LoraAdapter Adapter { get; }

    /// <summary>What the caller said.</summary>
    public LoraOptions Options { get; }

    /// <summary>The files that are read, as they were found.</summary>
    public SourceGuard Guard { get; private set; } = null!;

    /// <summary>What is done for each tensor.</summary>
    public IReadOnlyList<ITensorJob> Jobs { get; private set; } = [];

    /// <summary>The files of the result.</summary>
    public IReadOnlyList<Shard> Shards { get; private set; } = [];

    /// <summary>Its config.json: the checkpoint's, with the type that is written.</summary>
    public string Config { get; private set; } = "";

    /// <summary>All of it without bytes.</summary>
    public BuildPlan Plan { get; private set; } = null!;

    /// <summary>Opens and checks everything.</summary>
    /// <exception cref="CheckpointException">They do not fit; all faults are named.</exception>
    public static LoraWork Open(string baseDirectory, string adapterDirectory, string output, LoraOptions options)
    {
        options.Check();
        SourceFolder.RefuseOverlap(baseDirectory, output);
        SourceFolder.RefuseOverlap(adapterDirectory, output);
        CheckpointReader? checkpoint = null;
        LoraAdapter? adapter = null;
        try
        {
            checkpoint = CheckpointReader.Open(baseDirectory);
            adapter = LoraAdapter.Open(adapterDirectory);
            var work = new LoraWork(checkpoint, adapter, options);
            work.Prepare(output);
            return work;
        }
        catch
        {
            checkpoint?.Dispose();
            adapter?.Dispose();
            throw;
        }
    }

    private void Prepare(string output)
    {
        ConfigFile config = Checkpoint.Config
            ?? throw new CheckpointException(Checkpoint.FullPath, null, $"there is no {CheckpointFiles.Config}", "Put the file beside the weights.");
        TensorDtype dtype = Options.Dtype ?? DtypeCheck.Expected(null, [.. Checkpoint.Tensors.Values]);
        _faults.AddRange(DtypeFaults(dtype));
        CheckTransposition(config);
        Jobs = [.. Checkpoint.Tensors.Values.Select(tensor => Job(tensor, dtype))];
        RefuseUnused();
        if (_faults.Count > 0)
        {
            throw new CheckpointException($"The adapter in {Adapter.File.FullPath} cannot be applied to {Checkpoint.FullPath}", _faults);
        }

        Config = config.WithDtype(dtype.ConfigName()!);
        Guard = new SourceGuard([Checkpoint, Adapter.File]);
        Shards = ShardPlan.Divide([.. Jobs.Select(job => job.Targets[0])], Options.MaxShardSize);
        Plan = JobPlan.Of("Applied", "lora", output, dtype, Jobs, Shards, [Checkpoint, Adapter.File], Options.Threads, From);
    }

    /// <summary>Tensors are converted where a type was asked for; else all have one.</summary>
    private IEnumerable<CheckpointFault> DtypeFaults(TensorDtype dtype) => Options.Dtype is null
        ? DtypeCheck.Check("the result", null, [.. Checkpoint.Tensors.Values])
        : Checkpoint.Tensors.Values.Where(tensor => tensor.Info.Dtype != dtype && !ElementConversion.IsSupported(tensor.Info.Dtype)).Select(tensor => new CheckpointFault(
            tensor.File.FullPath, tensor.Name, $"its type is {tensor.Info.Dtype.StoredName()}, which cannot be converted", "Name a checkpoint in F32, F16 or BF16."));

    /// <summary>PEFT sets <c>fan_in_fan_out</c> right with a warning, where it contradicts the module; nothing in the numbers of a square matrix shows it.</summary>
    private void CheckTransposition(ConfigFile config)
    {
        if (config.Family is not { } family || Adapter.Modules.Values.All(module => module.IsEmbedding || UnusedLayers.IsOutside(module.Name + ".weight")))
        {
            return;
        }

        bool isTransposed = family.Lower(config.Values).Layout.IsTransposed;
        if (isTransposed != Adapter.Config.IsTransposed)
        {
            _faults.Add(new CheckpointFault(
                Path.Combine(Adapter.File.FullPath, LoraConfig.FileName), null,
                $"fan_in_fan_out is {(isTransposed ? "false" : "true")}, but {config.ModelType} stores the maps of its layers as {(isTransposed ? "[in, out]" : "[out, in]")}",
                $"Correct fan_in_fan_out, or name the adapter's own base."));
        }
    }

    private ITensorJob Job(StoredTensor tensor, TensorDtype dtype)
    {
        var target = new TensorInfo(tensor.Name, dtype, tensor.Info.Shape);
        StoredTensor source = tensor;
        if (Adapter.Whole.TryGetValue(tensor.Name, out StoredTensor whole) && _used.Add(whole.Name))
        {
            if (!whole.Info.Shape.AsSpan().SequenceEqual(tensor.Info.Shape.AsSpan()))
            {
                _faults.Add(new CheckpointFault(
                    whole.File.FullPath, whole.Name, $"its shape is {TensorInfo.ShapeText(whole.Info.Shape)}, and that of the base's {TensorInfo.ShapeText(tensor.Info.Shape)}",
                    "Where the adapter has a vocabulary of its own, resize the base's first (ResizeVocabulary)."));
            }

            source = whole;
        }

        string module = tensor.Name[..Math.Max(0, tensor.Name.LastIndexOf('.'))];
        if (!Adapter.Modules.TryGetValue(module, out LoraModule? factors))
        {
            return new CopyJob(target, source);
        }

        double scale = Adapter.Config.ScaleOf(module);
        if (tensor.Name == module + ".bias" && factors.Bias is { } bias && _used.Add(bias.Name))
        {
            return new LoraBiasJob(target, source, bias, scale);
        }

        return tensor.Name == module + ".weight" && Factors(factors, tensor) is { } isTransposed
            ? new LoraJob(target, source, factors, scale, isTransposed)
            : new CopyJob(target, source);
    }

    /// <summary>Whether the product is transposed; null where it does not fit the weight.</summary>
    private bool? Factors(LoraModule module, StoredTensor weight)
    {
        _used.Add(module.A.Name);
        _used.Add(module.B.Name);
        bool isTransposed = module.IsEmbedding || (Adapter.Config.IsTransposed && !UnusedLayers.IsOutside(weight.Name));
        (long rows, long columns) = isTransposed
            ? (module.A.Info.Shape[1], module.B.Info.Shape[0])
            : (module.B.Info.Shape[0], module.A.Info.Shape[1]);
        if (weight.Info.Shape.AsSpan().SequenceEqual([rows, columns]))
        {
            return isTransposed;
        }

        _faults.Add(new CheckpointFault(
            module.A.File.FullPath, module.A.Name, $"the product of its factors is [{rows}, {columns}], and {weight.Name} of the base {TensorInfo.ShapeText(weight.Info.Shape)}", Mend));
        return null;
    }

    private void RefuseUnused()
    {
        foreach (StoredTensor tensor in Adapter.File.Tensors.Values.Where(tensor => !_used.Contains(tensor.Name)))
        {
            string module = tensor.Name[LoraNames.Prefix.Length..];
            bool isTiedHead = module.StartsWith("lm_head.", StringComparison.Ordinal) && !Checkpoint.Tensors.ContainsKey("lm_head.weight");
            _faults.Add(new CheckpointFault(
                tensor.File.FullPath, tensor.Name, isTiedHead ? "the base's head is tied to its embedding, and has no weight of its own" : "the base has no module that it belongs to", Mend));
        }
    }

    private static string From(ITensorJob job) => job switch
    {
        LoraJob lora => lora.From,
        LoraBiasJob bias => $"{LoraMerger.Base}:{bias.Bias.Name} + bias of {LoraMerger.Adapter}:{bias.Added.Name}",
        CopyJob { Source: { } source } => (source.Name.StartsWith(LoraNames.Prefix, StringComparison.Ordinal) ? LoraMerger.Adapter : LoraMerger.Base) + ":" + source.Name,
        _ => "",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Checkpoint.Dispose();
        Adapter.Dispose();
    }
}
