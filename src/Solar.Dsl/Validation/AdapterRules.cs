using System;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Low-rank adapters of a stage: targets that no linear map is, and options that nothing reads (SOLAR408 and 410).</summary>
public static class AdapterRules
{
    /// <summary>The key of the rank.</summary>
    public const string Rank = "lora_r";

    private const string Targets = "lora_target_modules", AllLinear = "all-linear", Weight = ".weight";

    private static readonly string[] OthersThanRank = ["lora_alpha", "lora_dropout", Targets, "use_rslora"];

    /// <summary>Whether adapters are trained in place of the weights.</summary>
    public static bool HasAdapters(StageDeclaration stage) => StageVocabulary.Of(stage.Kind).Value(stage.Options, Rank)!.Value.AsInteger() > 0;

    /// <summary>Whether a tensor is the weight of a map that has an adapter. An embedding cannot be told from a map by its name alone.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="tensor">The tensor.</param>
    public static bool IsAdapted(StageDeclaration stage, TensorSpec tensor) =>
        HasAdapters(stage) && IsMap(tensor) && (TargetsOf(stage) is { Length: > 0 } targets
            ? targets.Any(target => Fits(target, Module(tensor)))
            : Module(tensor).IndexOf('.') >= 0);

    /// <summary>Reports what is wrong; false where a target is no linear map.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="model">Its model.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(StageDeclaration stage, ModelPlan model, Report report)
    {
        string word = StageVocabulary.Of(stage.Kind).Name;
        bool hasAdapters = HasAdapters(stage);
        foreach (string key in OthersThanRank.Where(key => stage.Options.Find(key) is not null && !hasAdapters))
        {
            report(Rules.OptionUnread, $"{word}.{key}#key", key, $"{Rank} is 0, so that there are no adapters");
        }

        string[] maps = [.. TensorCatalog.Tensors(model.Spec).Where(IsMap).Select(Module)];
        if (TargetsOf(stage).FirstOrDefault(target => !maps.Any(map => Fits(target, map))) is not { } unknown)
        {
            return true;
        }

        string[] names = [.. maps.Select(map => map.Substring(map.LastIndexOf('.') + 1)).Distinct()];
        string hint = Spelling.Nearest(unknown, names) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        report(Rules.UnknownParameter, $"{word}.{Targets}", unknown, model.Declaration.Name.Name, hint);
        return false;
    }

    private static string[] TargetsOf(StageDeclaration stage) =>
        [.. (stage.Options.Find(Targets)?.AsItems() ?? []).Where(target => target != AllLinear)];

    private static bool IsMap(TensorSpec tensor) => tensor.Shape.Count == 2 && tensor.Name.EndsWith(Weight, StringComparison.Ordinal);

    private static string Module(TensorSpec tensor) => tensor.Name.Substring(0, tensor.Name.Length - Weight.Length);

    // PEFT's rule: the end of a name, behind a dot.
    private static bool Fits(string target, string module) => target.IndexOf('*') >= 0
        ? NamePattern.Matches(target, module)
        : module == target || module.EndsWith("." + target, StringComparison.Ordinal);
}
