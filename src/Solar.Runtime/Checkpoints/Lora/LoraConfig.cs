using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>
/// PEFT's <c>adapter_config.json</c> of a LoRA adapter, as far as it decides numbers. Names of modules are those of transformers, without the
/// wrapper's <c>base_model.model.</c>.
/// </summary>
public sealed record LoraConfig
{
    /// <summary>The file's name.</summary>
    public const string FileName = "adapter_config.json";

    private const long GreatestLength = 10_000_000;

    /// <summary><c>r</c>: the rank where no pattern says another.</summary>
    public int Rank { get; init; } = 8;

    /// <summary><c>lora_alpha</c>: with the rank, the scale of the product.</summary>
    public double Alpha { get; init; } = 8;

    /// <summary><c>lora_dropout</c>: the share of inputs that training drops; without bearing on the weights.</summary>
    public double Dropout { get; init; }

    /// <summary><c>use_rslora</c>: the scale is α/√r, and not α/r (Kalajdzievski, 2023).</summary>
    public bool IsRankStabilized { get; init; }

    /// <summary><c>fan_in_fan_out</c>: weights are stored [in, out], as GPT-2's are.</summary>
    public bool IsTransposed { get; init; }

    /// <summary><c>lora_bias</c>: B has a bias, which goes to the module's.</summary>
    public bool HasBias { get; init; }

    /// <summary><c>bias</c>: <c>none</c>; <c>all</c> and <c>lora_only</c> keep trained biases beside the factors.</summary>
    public string Bias { get; init; } = "none";

    /// <summary><c>target_modules</c>: the modules that have factors.</summary>
    public ModuleNames TargetModules { get; init; } = ModuleNames.All;

    /// <summary><c>exclude_modules</c>: those of them that have none.</summary>
    public ModuleNames ExcludedModules { get; init; } = ModuleNames.None;

    /// <summary><c>modules_to_save</c>: modules that the adapter holds whole.</summary>
    public ModuleNames ModulesToSave { get; init; } = ModuleNames.None;

    /// <summary><c>layers_to_transform</c>: the layers whose modules have factors; null for all.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary><c>layers_pattern</c>: what the lists of layers are called; empty for any name.</summary>
    public IReadOnlyList<string> LayerLists { get; init; } = [];

    /// <summary><c>rank_pattern</c>: ranks of modules by name or regular expression, the first that fits.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> RankPattern { get; init; } = [];

    /// <summary><c>alpha_pattern</c>: their α.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> AlphaPattern { get; init; } = [];

    /// <summary><c>base_model_name_or_path</c>: what it was trained over, in the words of whoever did; null where it is not said.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Reads the file of an adapter's folder.</summary>
    /// <exception cref="CheckpointException">There is none, or it asks for what is not LoRA as Solar knows it; every such key is named.</exception>
    public static LoraConfig Read(string directory)
    {
        string path = Path.Combine(Path.GetFullPath(directory), FileName);
        return File.Exists(path)
            ? JsonFile.ReadObject(path, GreatestLength, $"Fetch {FileName} again.", root => new LoraConfigReader(path).Read(root))
            : throw new CheckpointException(
                path, null, "there is no such file", Directory.Exists(directory) ? "Name the folder of a PEFT adapter." : "Name a folder that is there.");
    }

    /// <summary>The rank of a module.</summary>
    public int RankOf(string module) => (int)(Find(RankPattern, module) ?? Rank);

    /// <summary>What B·A is multiplied by in a module: α/r, or α/√r.</summary>
    public double ScaleOf(string module)
    {
        double alpha = Find(AlphaPattern, module) ?? Alpha;
        int rank = RankOf(module);
        return alpha / (IsRankStabilized ? Math.Sqrt(rank) : rank);
    }

    /// <summary>Whether a module has factors by this configuration, as PEFT decides it.</summary>
    public bool IsTarget(string module) =>
        TargetModules.Contains(module) && !ExcludedModules.Contains(module) && (Layers is null || (LayerOf(module) is { } layer && Layers.Contains(layer)));

    // PEFT: re.match(rf"(.*\.)?({key})$", name)
    private static double? Find(IReadOnlyList<KeyValuePair<string, double>> pattern, string module) =>
        pattern.Where(pair => ModuleNames.Matches($@"(.*\.)?({pair.Key})$", module)).Select(pair => (double?)pair.Value).FirstOrDefault();

    /// <summary>The number after the list's name, which is any name where none is given.</summary>
    private int? LayerOf(string module)
    {
        string[] parts = module.Split('.');
        for (int i = parts.Length - 2; i >= 1; i--)
        {
            if (int.TryParse(parts[i], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int layer)
                && (LayerLists.Count == 0 || LayerLists.Contains(parts[i - 1])))
            {
                return layer;
            }
        }

        return null;
    }
}
