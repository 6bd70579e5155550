using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>A PEFT adapter that is open: its configuration, and its tensors by what they are for. Tensors and configuration agree.</summary>
internal sealed class LoraAdapter : IDisposable
{
    private readonly Dictionary<string, Dictionary<string, StoredTensor>> _factors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTensor> _whole = new(StringComparer.Ordinal);
    private readonly List<CheckpointFault> _faults = [];

    private LoraAdapter(LoraConfig config, CheckpointReader file)
    {
        Config = config;
        File = file;
    }

    /// <summary>Its configuration.</summary>
    public LoraConfig Config { get; }

    /// <summary>Its file of weights.</summary>
    public CheckpointReader File { get; }

    /// <summary>The modules with factors, by name.</summary>
    public IReadOnlyDictionary<string, LoraModule> Modules { get; private set; } = new Dictionary<string, LoraModule>();

    /// <summary>Tensors that take the place of the base's, by the base's names.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Whole => _whole;

    /// <summary>Opens an adapter.</summary>
    /// <exception cref="CheckpointException">It is damaged, asks for what is not LoRA, or its parts contradict each other; all faults are named.</exception>
    public static LoraAdapter Open(string directory)
    {
        LoraConfig config = LoraConfig.Read(directory);
        var adapter = new LoraAdapter(config, CheckpointReader.OpenFile(directory, LoraNames.Weights));
        try
        {
            adapter.Sort();
            return adapter;
        }
        catch
        {
            adapter.Dispose();
            throw;
        }
    }

    private void Sort()
    {
        foreach (StoredTensor tensor in File.Tensors.Values)
        {
            if (!tensor.Name.StartsWith(LoraNames.Prefix, StringComparison.Ordinal))
            {
                Refuse(tensor, $"its name does not begin with {LoraNames.Prefix}", "Save the adapter with PEFT's save_pretrained.");
            }
            else if (!ElementConversion.IsSupported(tensor.Info.Dtype))
            {
                Refuse(tensor, $"its type is {tensor.Info.Dtype.StoredName()}", "Convert the adapter to F32, F16 or BF16.");
            }
            else
            {
                Put(tensor, tensor.Name[LoraNames.Prefix.Length..]);
            }
        }

        Modules = _factors.Select(pair => Module(pair.Key, pair.Value)).OfType<LoraModule>().ToDictionary(module => module.Name, StringComparer.Ordinal);
        CheckTargets();
        if (_faults.Count > 0)
        {
            throw new CheckpointException($"The adapter in {File.FullPath} cannot be used", _faults);
        }
    }

    private void Put(StoredTensor tensor, string name)
    {
        if (LoraNames.Ends.FirstOrDefault(end => name.EndsWith(end, StringComparison.Ordinal)) is { } end)
        {
            string module = name[..^end.Length];
            if (!_factors.TryGetValue(module, out Dictionary<string, StoredTensor>? factors))
            {
                _factors.Add(module, factors = []);
            }

            factors.Add(end, tensor);
            return;
        }

        string whole = LoraNames.Wrappers.Aggregate(name, (text, wrapper) => text.Replace(wrapper, "", StringComparison.Ordinal));
        string owner = whole[..Math.Max(0, whole.LastIndexOf('.'))];
        bool isExpected = IsSaved(owner)
            || (Config.Bias != "none" && whole.EndsWith(".bias", StringComparison.Ordinal))
            || UnusedLayers.IsOutside(whole);
        if (!isExpected || name.Contains(".lora_", StringComparison.Ordinal))
        {
            Refuse(tensor, "it is unexpected: the configuration has no use for it", "Correct adapter_config.json, or fetch the adapter again.");
        }
        else if (!_whole.TryAdd(whole, tensor))
        {
            Refuse(tensor, $"another tensor takes the place of {CheckpointFault.Quote(whole)}, too", "Fetch the adapter again.");
        }
    }

    // PEFT's rule is the mere end of a name, here without a dot before it; a module that is saved may hold others.
    private bool IsSaved(string module) =>
        Config.ModulesToSave.Names.Any(name => module.EndsWith(name, StringComparison.Ordinal) || module.Contains(name + ".", StringComparison.Ordinal));

    private LoraModule? Module(string name, Dictionary<string, StoredTensor> factors)
    {
        bool isEmbedding = factors.ContainsKey(LoraNames.EmbeddingA) || factors.ContainsKey(LoraNames.EmbeddingB);
        bool hasA = factors.TryGetValue(isEmbedding ? LoraNames.EmbeddingA : LoraNames.A, out StoredTensor a);
        bool hasB = factors.TryGetValue(isEmbedding ? LoraNames.EmbeddingB : LoraNames.B, out StoredTensor b);
        StoredTensor? bias = factors.TryGetValue(LoraNames.BiasOfB, out StoredTensor stored) ? stored : null;
        StoredTensor any = factors.First().Value;
        if (!hasA || !hasB || factors.Count != (bias is null ? 2 : 3))
        {
            Refuse(any, $"{CheckpointFault.Quote(name)} has {string.Join(" and ", factors.Keys.Select(end => end[1..]).Order(StringComparer.Ordinal))}, not one pair of factors", "Fetch the adapter again.");
            return null;
        }

        int rank = Config.RankOf(name);
        bool fits = a.Info.Shape.Length == 2 && b.Info.Shape.Length == 2 && a.Info.Shape[0] == rank && b.Info.Shape[1] == rank;
        if (!fits)
        {
            Refuse(
                a, $"the factors are {TensorInfo.ShapeText(b.Info.Shape)} · {TensorInfo.ShapeText(a.Info.Shape)}, and the configuration gives the module rank {rank}",
                "Correct r or rank_pattern; else it is an adapter of another kind of module.");
            return null;
        }

        if ((bias is not null) != Config.HasBias)
        {
            Refuse(any, bias is null ? "lora_bias is true, but B has no bias" : "B has a bias, but lora_bias is not true", "Correct adapter_config.json.");
            return null;
        }

        return new LoraModule(name, a, b, isEmbedding, bias);
    }

    /// <summary>PEFT leaves out, with a warning, what its configuration does not name; and a name that nothing has is a mistake.</summary>
    private void CheckTargets()
    {
        foreach (LoraModule module in Modules.Values.Where(module => !Config.IsTarget(module.Name)))
        {
            Refuse(module.A, $"the configuration does not name {CheckpointFault.Quote(module.Name)} as a target, so that PEFT would leave it out", "Correct target_modules, exclude_modules or layers_to_transform.");
        }

        foreach (string name in Config.TargetModules.Names.Where(name => !_factors.Keys.Any(module => ModuleNames.EndsWith(module, name))))
        {
            _faults.Add(new CheckpointFault(
                Path.Combine(File.FullPath, LoraConfig.FileName), null, $"target_modules has {CheckpointFault.Quote(name)}, and no module of that name has factors", "Fetch the adapter again, or correct the name."));
        }

        if (Modules.Count == 0 && _whole.Count == 0 && _faults.Count == 0)
        {
            _faults.Add(new CheckpointFault(File.FullPath, null, "it has no factors", "Name the folder of a LoRA adapter."));
        }
    }

    private void Refuse(StoredTensor tensor, string problem, string mend) => _faults.Add(new CheckpointFault(tensor.File.FullPath, tensor.Name, problem, mend));

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();
}
