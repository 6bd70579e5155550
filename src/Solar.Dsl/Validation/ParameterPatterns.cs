using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>
/// Patterns of the parameters of a stage's model: names with <c>*</c> for any characters, and words for layers that a recipe is known by
/// (SOLAR410).
/// </summary>
public static class ParameterPatterns
{
    /// <summary>The key that names what is trained.</summary>
    public const string Unfrozen = "unfrozen_parameters";

    /// <summary>The key that names what decays.</summary>
    public const string Decayed = "weight_decay_parameters";

    /// <summary>The key that scales learning rates.</summary>
    public const string Scales = "lr_scales";

    /// <summary>The word for the layers that a recipe adds.</summary>
    public const string NewLayers = "new_layers";

    /// <summary>The word for the layers where a recipe joins pieces.</summary>
    public const string Seam = "seam";

    /// <summary>The patterns of what a stage trains, words replaced; null (reported) where one names nothing.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="model">Its model.</param>
    /// <param name="element">The word of the stage.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static EquatableArray<string>? ResolveUnfrozen(StageDeclaration stage, ModelPlan model, string element, Report report)
    {
        var patterns = new List<string>();
        foreach (string written in Items(stage, Unfrozen))
        {
            if (Resolve(written, model, $"{element}.{Unfrozen}", report) is not { } resolved)
            {
                return null;
            }

            patterns.AddRange(resolved);
        }

        return patterns.ToEquatableArray();
    }

    /// <summary>The patterns of what decays, words replaced; null (reported) where one names nothing that is trained.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="model">Its model.</param>
    /// <param name="unfrozen">Patterns of what is trained; none for all.</param>
    /// <param name="element">The word of the stage.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static EquatableArray<string>? ResolveDecayed(
        StageDeclaration stage, ModelPlan model, EquatableArray<string> unfrozen, string element, Report report)
    {
        var patterns = new List<string>();
        foreach (string written in Items(stage, Decayed))
        {
            if (ResolveTrained(written, model, unfrozen, $"{element}.{Decayed}", report) is not { } resolved)
            {
                return null;
            }

            patterns.AddRange(resolved);
        }

        return patterns.ToEquatableArray();
    }

    /// <summary>The scales of a stage, words replaced; null (reported) where one is malformed or names nothing.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="model">Its model.</param>
    /// <param name="unfrozen">Patterns of what is trained; none for all.</param>
    /// <param name="element">The word of the stage.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static EquatableArray<LearningRateScalePlan>? ResolveScales(
        StageDeclaration stage, ModelPlan model, EquatableArray<string> unfrozen, string element, Report report)
    {
        var scales = new List<LearningRateScalePlan>();
        foreach (string written in Items(stage, Scales))
        {
            int colon = written.IndexOf(':');
            if (colon < 0
                || !double.TryParse(written.Substring(colon + 1).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double scale)
                || scale < 0 || double.IsNaN(scale) || double.IsInfinity(scale))
            {
                report(
                    Rules.InvalidValue, $"{element}.{Scales}", written, Scales,
                    "parameters and by what their learning rate is multiplied, such as 'model.layers.0.*: 0.5' or 'seam: 2'");
                return null;
            }

            if (ResolveTrained(written.Substring(0, colon).Trim(), model, unfrozen, $"{element}.{Scales}", report) is not { } resolved)
            {
                return null;
            }

            scales.AddRange(resolved.Select(pattern => new LearningRateScalePlan(pattern, scale)));
        }

        return scales.ToEquatableArray();
    }

    /// <summary>
    /// The layers of a map that are new: each that is no mere copy, and of several copies of one layer all but the lowest. Of 24 layers on
    /// 24 of a model of 32, these are 24 to 39; of LLaMA Pro's expansion, the identity blocks.
    /// </summary>
    public static IEnumerable<int> NewLayersOf(LayerMap map)
    {
        var seen = new HashSet<(string Source, int Layer)>();
        for (int layer = 0; layer < map.Count; layer++)
        {
            LayerSource entry = map.Entries[layer];
            if (entry.Init != LayerInit.Copy || !seen.Add((entry.Source, entry.Layer)))
            {
                yield return layer;
            }
        }
    }

    /// <summary>The layers on both sides of every place where a layer does not follow the one below it: of 24 on 24, these are 23 and 24.</summary>
    public static IEnumerable<int> SeamOf(LayerMap map) => map.Runs()
        .Skip(1)
        .SelectMany(run => new[] { run.Target - 1, run.Target })
        .Distinct();

    private static IReadOnlyList<string> Items(StageDeclaration stage, string key) => stage.Options.Find(key)?.AsItems() ?? [];

    private static string[]? ResolveTrained(string pattern, ModelPlan model, EquatableArray<string> unfrozen, string element, Report report)
    {
        if (Resolve(pattern, model, element, report) is not { } resolved)
        {
            return null;
        }

        string[] trained = [.. TensorCatalog.Tensors(model.Spec).Select(tensor => tensor.Name)
            .Where(name => unfrozen.Count == 0 || unfrozen.Any(other => NamePattern.Matches(other, name)))];
        if (resolved.FirstOrDefault(other => !trained.Any(name => NamePattern.Matches(other, name))) is { } frozen)
        {
            report(Rules.UnknownParameter, element, frozen, model.Declaration.Name.Name, $" that is trained: {Unfrozen} names others");
            return null;
        }

        return resolved;
    }

    private static string[]? Resolve(string pattern, ModelPlan model, string element, Report report)
    {
        if (pattern is NewLayers or Seam)
        {
            int[] layers = [.. pattern == NewLayers ? NewLayersOf(model.Map) : SeamOf(model.Map)];
            if (layers.Length > 0)
            {
                return [.. layers.Select(layer => TensorCatalog.LayerPrefix(model.Spec, layer) + "*")];
            }

            string why = pattern == NewLayers ? ": each of its layers is the first copy of a layer of its source" : ": its layers follow each other as in its source";
            report(Rules.UnknownParameter, element, pattern, model.Declaration.Name.Name, why);
            return null;
        }

        string[] names = [.. TensorCatalog.Tensors(model.Spec).Select(tensor => tensor.Name)];
        if (names.Any(name => NamePattern.Matches(pattern, name)))
        {
            return [pattern];
        }

        string hint = Spelling.Nearest(pattern, names.Concat([NewLayers, Seam])) is { } nearest
            ? $"; did you mean '{nearest}'?"
            : $", which has names such as '{names[0]}'";
        report(Rules.UnknownParameter, element, pattern, model.Declaration.Name.Name, hint);
        return null;
    }
}
