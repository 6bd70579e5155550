using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using Solar.Specs;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>Two checkpoints of one architecture, and what is taken of their difference.</summary>
internal sealed class LoraExtractWork : IDisposable
{
    private readonly LoraExtract _extract;
    private readonly List<CheckpointFault> _faults = [];

    private LoraExtractWork(LoraExtract extract, CheckpointReader origin, CheckpointReader tuned, LoraOptions options)
    {
        _extract = extract;
        Origin = origin;
        Tuned = tuned;
        Options = options;
    }

    /// <summary>The checkpoint before training.</summary>
    public CheckpointReader Origin { get; }

    /// <summary>The checkpoint after it.</summary>
    public CheckpointReader Tuned { get; }

    /// <summary>What the caller said.</summary>
    public LoraOptions Options { get; }

    /// <summary>The files that are read, as they were found.</summary>
    public SourceGuard Guard { get; private set; } = null!;

    /// <summary>The modules that get factors.</summary>
    public IReadOnlyList<LoraTarget> Targets { get; private set; } = [];

    /// <summary>The tensors that are kept whole.</summary>
    public IReadOnlyList<CopyJob> Whole { get; private set; } = [];

    /// <summary>Tensors that differ, and that are neither.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    /// <summary>All that is done.</summary>
    public IReadOnlyList<ITensorJob> Jobs => [.. Targets, .. Whole];

    /// <summary>The one file that is written.</summary>
    public IReadOnlyList<Shard> Shards
    {
        get
        {
            byte[] header = SafetensorsHeaderWriter.Write(Jobs.SelectMany(job => job.Targets), out IReadOnlyList<SafetensorsEntry> entries);
            return [new Shard(LoraNames.Weights, header, entries)];
        }
    }

    /// <summary>What is done, in canonical form.</summary>
    public string Recipe => string.Create(
        CultureInfo.InvariantCulture,
        $"ExtractLora({LoraExtractor.Base}, {LoraExtractor.Tuned}, rank: {_extract.Rank}{(_extract.Energy is { } energy ? $", energy: {energy:R}" : "")}, seed: {_extract.Seed})");

    private TensorDtype Dtype => Options.Dtype ?? TensorDtype.F32;

    private bool IsTransposed { get; set; }

    /// <summary>Opens and checks everything.</summary>
    /// <exception cref="CheckpointException">They do not fit; all faults are named.</exception>
    public static LoraExtractWork Open(LoraExtract extract, string baseDirectory, string tunedDirectory, string output, LoraOptions options)
    {
        extract.Check();
        options.Check();
        SourceFolder.RefuseOverlap(baseDirectory, output);
        SourceFolder.RefuseOverlap(tunedDirectory, output);
        CheckpointReader? origin = null, tuned = null;
        try
        {
            origin = CheckpointReader.Open(baseDirectory);
            tuned = CheckpointReader.Open(tunedDirectory);
            var work = new LoraExtractWork(extract, origin, tuned, options);
            work.Prepare();
            return work;
        }
        catch
        {
            origin?.Dispose();
            tuned?.Dispose();
            throw;
        }
    }

    /// <summary>The plan as it stands.</summary>
    public BuildPlan Plan(string output) => JobPlan.Of("Adapter", "extract_lora", output, Dtype, Jobs, Shards, [Origin, Tuned], Options.Threads, job => job switch
    {
        LoraTarget target => target.From,
        _ => $"{LoraExtractor.Tuned}:{job.Reads[0].Name}",
    });

    /// <summary>Reads what has to be known before a file can be laid out: which tensors differ, and under an energy the ranks.</summary>
    /// <exception cref="CheckpointException">None differs.</exception>
    public void Settle(CancellationToken cancellationToken)
    {
        var settled = new ConcurrentDictionary<string, LoraTarget>(StringComparer.Ordinal);
        var leftOut = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        HashSet<string> covered = [.. Whole.Select(job => job.Source.Name)];
        Dictionary<string, LoraTarget> targets = Targets.ToDictionary(target => target.Tuned.Name, StringComparer.Ordinal);
        ParallelWork.ForEach(Tuned.Tensors.Values.Where(tensor => !covered.Contains(tensor.Name)), Options.Threads, tensor =>
        {
            if (!Origin.Tensors.TryGetValue(tensor.Name, out StoredTensor origin))
            {
                return;
            }

            using SafeFileHandle theirs = File.OpenHandle(tensor.File.FullPath), ours = File.OpenHandle(origin.File.FullPath);
            StoredElements[] read = [new(tensor, theirs), new(origin, ours)];
            if (TensorDifference.IsNothing(read[0], read[1]))
            {
                return;
            }

            if (targets.TryGetValue(tensor.Name, out LoraTarget? target))
            {
                settled[target.Name] = _extract.Energy is { } energy ? target with { Rank = target.Decompose(read).RankOf(energy) } : target;
            }
            else
            {
                leftOut[tensor.Name] = true;
            }
        }, cancellationToken);

        Targets = [.. Targets.Where(target => settled.ContainsKey(target.Name)).Select(target => settled[target.Name])];
        LeftOut = [.. leftOut.Keys.Order(StringComparer.Ordinal)];
        if (Jobs.Count == 0)
        {
            throw new CheckpointException(
                Tuned.FullPath, null, $"no module that was asked for differs from that of {Origin.FullPath}", "Name the checkpoint after training, or other targets.");
        }
    }

    /// <summary>The adapter's configuration: α is the rank, so that the scale is 1.</summary>
    public LoraConfig Config()
    {
        int rank = Targets.Count == 0 ? _extract.Rank : Targets.GroupBy(target => target.Rank).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key;
        KeyValuePair<string, double>[] others = [.. Targets.Where(target => target.Rank != rank).Select(target => KeyValuePair.Create(target.Name, (double)target.Rank))];
        return new LoraConfig
        {
            Rank = rank,
            Alpha = rank,
            RankPattern = others,
            AlphaPattern = others,
            IsTransposed = IsTransposed,
            TargetModules = ModuleNames.Of(TargetNames().Order(StringComparer.Ordinal)),
            ModulesToSave = ModuleNames.Of(Whole.Select(job => Owner(job.Source.Name)).Distinct().Order(StringComparer.Ordinal)),
            BaseModel = _extract.BaseName,
        };
    }

    /// <summary>The last parts of names, where they mean all modules that they would; else names as they are.</summary>
    private IEnumerable<string> TargetNames()
    {
        HashSet<string> own = [.. Targets.Select(target => target.Name)];
        string[] modules = [.. Origin.Tensors.Keys.Where(name => name.EndsWith(".weight", StringComparison.Ordinal)).Select(name => name[..^".weight".Length])];
        string[] last = [.. own.Select(name => name[(name.LastIndexOf('.') + 1)..]).Distinct()];
        return modules.Where(module => last.Any(name => ModuleNames.EndsWith(module, name))).All(own.Contains) ? last : own;
    }

    private void Prepare()
    {
        if (Origin.Config is not { } config || Tuned.Config is not { } other)
        {
            throw new CheckpointException(
                (Origin.Config is null ? Origin : Tuned).FullPath, null, $"there is no {CheckpointFiles.Config}", "Put the file beside the weights.");
        }

        _faults.AddRange(ConfigComparison.Compare(other, config, CheckpointUse.Own, null));
        CheckpointLayout layout = config.Family?.Lower(config.Values).Layout ?? CheckpointLayout.Llama;
        IsTransposed = layout.IsTransposed;
        string[] embeddings = [$"{layout.Backbone}.{layout.Embedding}", $"{layout.Backbone}.{layout.Positions}"];
        ModuleNames asked = ModuleNames.Of(_extract.Targets), saved = ModuleNames.Of(_extract.Saved);
        List<LoraTarget> targets = [];
        List<CopyJob> whole = [];
        foreach (StoredTensor tuned in Tuned.Tensors.Values)
        {
            string module = Owner(tuned.Name);
            if (!Fits(tuned, out StoredTensor origin))
            {
                continue;
            }

            bool isMap = tuned.Name == module + ".weight" && tuned.Info.Shape.Length == 2;
            bool isInLayer = !UnusedLayers.IsOutside(tuned.Name);
            if (saved.Contains(module))
            {
                whole.Add(new CopyJob(new TensorInfo(LoraNames.Prefix + tuned.Name, Dtype, tuned.Info.Shape), tuned));
            }
            else if (isMap && (_extract.Targets.Count == 0 ? isInLayer : asked.Contains(module)))
            {
                bool isEmbedding = embeddings.Contains(module);
                int rank = (int)Math.Min(_extract.Rank, Math.Min(tuned.Info.Shape[0], tuned.Info.Shape[1]));
                targets.Add(new LoraTarget(module, tuned, origin, rank, isEmbedding, isEmbedding || (IsTransposed && isInLayer), Dtype, _extract.Seed));
            }
        }

        CheckNames("no linear map or embedding", _extract.Targets, [.. targets.Select(target => target.Name)]);
        CheckNames("no module", _extract.Saved, [.. whole.Select(job => Owner(job.Source.Name))]);
        if (_faults.Count > 0)
        {
            throw new CheckpointException($"No adapter can be extracted of {Tuned.FullPath} over {Origin.FullPath}", _faults);
        }

        Targets = targets;
        Whole = whole;
        Guard = new SourceGuard([Origin, Tuned]);
    }

    private static string Owner(string tensor) => tensor[..Math.Max(0, tensor.LastIndexOf('.'))];

    private bool Fits(StoredTensor tuned, out StoredTensor origin)
    {
        const string mend = "Name the checkpoint that training began with.";
        if (!Origin.Tensors.TryGetValue(tuned.Name, out origin))
        {
            _faults.Add(new CheckpointFault(tuned.File.FullPath, tuned.Name, $"{Origin.FullPath} has no such tensor", mend));
            return false;
        }

        if (!tuned.Info.Shape.AsSpan().SequenceEqual(origin.Info.Shape.AsSpan()))
        {
            _faults.Add(new CheckpointFault(
                tuned.File.FullPath, tuned.Name, $"its shape is {TensorInfo.ShapeText(tuned.Info.Shape)}, and before training {TensorInfo.ShapeText(origin.Info.Shape)}",
                "Resize the vocabulary of the one before training first (ResizeVocabulary)."));
            return false;
        }

        foreach (StoredTensor tensor in new[] { tuned, origin }.Where(tensor => !ElementConversion.IsSupported(tensor.Info.Dtype)))
        {
            _faults.Add(new CheckpointFault(tensor.File.FullPath, tensor.Name, $"its type is {tensor.Info.Dtype.StoredName()}", "Name checkpoints in F32, F16 or BF16."));
            return false;
        }

        return true;
    }

    private void CheckNames(string none, IReadOnlyList<string> names, IReadOnlyCollection<string> found)
    {
        foreach (string name in names.Where(name => !found.Any(module => ModuleNames.EndsWith(module, name))))
        {
            string? nearest = Spelling.Nearest(name, [.. Tuned.Tensors.Keys.Select(tensor => tensor.Split('.')).Where(parts => parts.Length > 1).Select(parts => parts[^2]).Distinct()]);
            _faults.Add(new CheckpointFault(
                Tuned.FullPath, null, $"{none} is called {CheckpointFault.Quote(name)}", nearest is null ? "inspect shows what there is." : $"Did you mean {CheckpointFault.Quote(nearest)}?"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Origin.Dispose();
        Tuned.Dispose();
    }
}
