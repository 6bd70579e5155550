using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>
/// Reads <c>adapter_config.json</c>. Every key is honoured, or has no bearing on the weights, or is refused where it is switched on: an adapter
/// that is applied otherwise than it was trained is wrong in silence.
/// </summary>
internal sealed class LoraConfigReader(string path)
{
    // What concerns training, loading or bookkeeping alone.
    private static readonly HashSet<string> WithoutBearing = new(StringComparer.Ordinal)
    {
        "auto_mapping", "peft_version", "revision", "inference_mode", "runtime_config", "loftq_config", "eva_config", "corda_config",
        "lora_ga_config", "megatron_core", "qalora_group_size", "ensure_weight_tying",
    };

    // Initialisations that leave the base as it is; the others train against a base that they changed.
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase) { "gaussian", "eva", "orthogonal" };

    private readonly List<CheckpointFault> _faults = [];

    /// <summary>The configuration.</summary>
    /// <exception cref="CheckpointException">It asks for something else than LoRA; every such key is named.</exception>
    public LoraConfig Read(JsonElement root)
    {
        var config = new LoraConfig();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            config = Read(config, property.Name, property.Value);
        }

        if (!root.TryGetProperty("peft_type", out _))
        {
            Refuse("peft_type", "it is missing", "Name the folder of a LoRA adapter.");
        }

        return _faults.Count == 0 ? config : throw new CheckpointException($"{path} cannot be used", _faults);
    }

    private LoraConfig Read(LoraConfig config, string key, JsonElement value)
    {
        switch (key)
        {
            case "peft_type":
                Require(key, value, "LORA");
                return config;
            case "task_type":
                if (value.ValueKind != JsonValueKind.Null)
                {
                    Require(key, value, "CAUSAL_LM");
                }

                return config;
            case "bias":
                return config with { Bias = Require(key, value, "none", "all", "lora_only") };
            case "r":
                return config with { Rank = (int)Number(key, value, least: 1, mustBeWhole: true) };
            case "lora_alpha":
                return config with { Alpha = Number(key, value, least: double.MinValue) };
            case "lora_dropout":
                return config with { Dropout = Number(key, value, least: 0) };
            case "use_rslora":
                return config with { IsRankStabilized = Truth(key, value) };
            case "fan_in_fan_out":
                return config with { IsTransposed = Truth(key, value) };
            case "lora_bias":
                return config with { HasBias = Truth(key, value) };
            case "target_modules":
                return config with { TargetModules = Names(key, value) ?? ModuleNames.All };
            case "exclude_modules":
                return config with { ExcludedModules = Names(key, value) ?? ModuleNames.None };
            case "modules_to_save":
                return config with { ModulesToSave = ModuleNames.Of(Texts(key, value)) };
            case "layers_to_transform":
                return config with { Layers = Layers(key, value) };
            case "layers_pattern":
                return config with { LayerLists = Texts(key, value) };
            case "rank_pattern":
                return config with { RankPattern = Pattern(key, value, least: 1, mustBeWhole: true) };
            case "alpha_pattern":
                return config with { AlphaPattern = Pattern(key, value, least: double.MinValue) };
            case "base_model_name_or_path":
                return config with { BaseModel = value.ValueKind == JsonValueKind.String ? value.GetString() : null };
            case "init_lora_weights":
                CheckInitialization(key, value);
                return config;
            default:
                if (!WithoutBearing.Contains(key) && !IsOff(value))
                {
                    Refuse(key, $"it is {Shorten(value)}, which is more than W + scale · B · A", "Merge this adapter with PEFT, and name the result.");
                }

                return config;
        }
    }

    private void CheckInitialization(string key, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && !Harmless.Contains(value.GetString()!))
        {
            Refuse(
                key, $"it is {Shorten(value)}, so that the adapter may belong to a base that was changed before training",
                "Save it with PEFT's path_initial_model_for_weight_conversion, which sets true.");
        }
        else if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null))
        {
            Refuse(key, $"it is {Shorten(value)}, neither a truth value nor a name", "Write true.");
        }
    }

    private string Require(string key, JsonElement value, params string[] allowed)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (text is not null && allowed.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Refuse(key, $"it is {Shorten(value)}, not {string.Join(" or ", allowed)}", "Only LoRA adapters of language models can be applied.");
        return allowed[0];
    }

    private double Number(string key, JsonElement value, double least, bool mustBeWhole = false)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) && number >= least
            && (!mustBeWhole || (number == Math.Floor(number) && number <= int.MaxValue)))
        {
            return number;
        }

        Refuse(key, $"it is {Shorten(value)}, no {(mustBeWhole ? "whole number from 1" : "number")}", "Correct it.");
        return 1;
    }

    private bool Truth(string key, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
        {
            return value.ValueKind == JsonValueKind.True;
        }

        Refuse(key, $"it is {Shorten(value)}, no truth value", "Write true or false.");
        return false;
    }

    private ModuleNames? Names(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => ModuleNames.Matching(value.GetString()!),
        _ => ModuleNames.Of(Texts(key, value)),
    };

    private string[] Texts(string key, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return [];
            case JsonValueKind.String:
                return [value.GetString()!];
            case JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                return [.. value.EnumerateArray().Select(item => item.GetString()!)];
            default:
                Refuse(key, $"it is {Shorten(value)}, no list of names", "Write the modules' names.");
                return [];
        }
    }

    private int[]? Layers(string key, JsonElement value)
    {
        JsonElement[]? items = value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Array => [.. value.EnumerateArray()],
            _ => [value],
        };
        return items?.Select(item => (int)Number(key, item, least: 0, mustBeWhole: true)).ToArray();
    }

    private List<KeyValuePair<string, double>> Pattern(string key, JsonElement value, double least, bool mustBeWhole = false)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return [.. value.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, Number($"{key}.{pair.Name}", pair.Value, least, mustBeWhole)))];
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            Refuse(key, $"it is {Shorten(value)}, no object of modules", "Correct it.");
        }

        return [];
    }

    private static bool IsOff(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    private void Refuse(string key, string problem, string mend) => _faults.Add(new CheckpointFault(path, null, $"{CheckpointFault.Quote(key)}: {problem}", mend));

    private static string Shorten(JsonElement value) => CheckpointFault.Quote(value.GetRawText());
}
