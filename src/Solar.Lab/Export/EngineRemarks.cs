using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Lab.Export;

/// <summary>What of a declaration an engine cannot do, told where the reader of its file will look for it.</summary>
internal static class EngineRemarks
{
    // Where no engine has a word for it.
    private static readonly (string Key, string Reason)[] Everywhere =
    [
        ("weight_decay_parameters", "which parameters decay cannot be said; the engine leaves norms and biases out"),
        ("lr_scales", "learning rates of single parameters"),
        ("early_stopping_threshold", "how much better an evaluation must be"),
        ("add_eos", "documents end with the end token, or not, as the engine does it"),
    ];

    /// <summary>A comment for each declared hyper-parameter that has no counterpart.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="lacks">What this engine lacks beside what all lack.</param>
    public static IEnumerable<string> Of(ExportedStage stage, params (string Key, string Reason)[] lacks)
    {
        foreach ((string key, string reason) in lacks.Concat(Everywhere).Where(lack => stage.IsDeclared(lack.Key)))
        {
            yield return $"{key}: {Text(stage, key)} — not in this engine: {reason}.";
        }

        if (stage.Plan.EvaluationSets.Count > 0)
        {
            yield return $"decontaminate: the data is written as it is; look it through first: solar contamination {stage.Entry.Name}.";
        }

        if (stage.HasLora && stage.Plan.UnfrozenParameters.Count > 0)
        {
            yield return "unfrozen_parameters beside lora_r: parts that are trained in full beside adapters are not written; name them in the engine's own words.";
        }
    }

    private static string Text(ExportedStage stage, string key)
    {
        ConfigValue value = stage.Plan.Declaration.Options.Find(key)!.Value;
        return value.Kind == ConfigKind.List ? $"[{string.Join(", ", value.AsItems())}]" : value.ToString()!;
    }
}
