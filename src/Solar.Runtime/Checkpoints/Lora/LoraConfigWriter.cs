using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints.Lora;

/// <summary>Writes <c>adapter_config.json</c> as PEFT does: its keys, in its order.</summary>
internal static class LoraConfigWriter
{
    /// <summary>The text of a configuration.</summary>
    public static string Write(LoraConfig config) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        WritePattern(json, "alpha_pattern", config.AlphaPattern);
        json.WriteNull("auto_mapping");
        json.WriteString("base_model_name_or_path", config.BaseModel);
        json.WriteString("bias", config.Bias);
        json.WriteBoolean("fan_in_fan_out", config.IsTransposed);
        json.WriteBoolean("inference_mode", true);
        json.WriteBoolean("init_lora_weights", true);
        json.WriteNull("layers_pattern");
        json.WriteNull("layers_to_transform");
        WriteNumber(json, "lora_alpha", config.Alpha);
        json.WriteBoolean("lora_bias", config.HasBias);
        json.WriteNumber("lora_dropout", config.Dropout);
        WriteNames(json, "modules_to_save", config.ModulesToSave);
        json.WriteString("peft_type", "LORA");
        json.WriteNumber("r", config.Rank);
        WritePattern(json, "rank_pattern", config.RankPattern);
        json.WriteNull("revision");
        WriteNames(json, "target_modules", config.TargetModules);
        json.WriteString("task_type", "CAUSAL_LM");
        json.WriteBoolean("use_dora", false);
        json.WriteBoolean("use_rslora", config.IsRankStabilized);
        json.WriteEndObject();
    });

    private static void WriteNames(Utf8JsonWriter json, string key, ModuleNames names)
    {
        if (names.Names.Count == 0)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartArray(key);
        foreach (string name in names.Names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void WritePattern(Utf8JsonWriter json, string key, IReadOnlyList<KeyValuePair<string, double>> pattern)
    {
        json.WriteStartObject(key);
        foreach ((string module, double value) in pattern.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            WriteNumber(json, module, value);
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < int.MaxValue)
        {
            json.WriteNumber(key, (int)value);
        }
        else
        {
            json.WriteNumber(key, value);
        }
    }
}
