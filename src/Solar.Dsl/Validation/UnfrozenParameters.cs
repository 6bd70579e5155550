using System;
using System.Collections.Generic;
using System.Linq;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Which parameters a stage trains (SOLAR410).</summary>
public static class UnfrozenParameters
{
    /// <summary>The key that names them.</summary>
    public const string Key = "unfrozen_parameters";

    /// <summary>The word for the layers that a recipe adds.</summary>
    public const string NewLayers = "new_layers";

    /// <summary>The patterns of a stage, <see cref="NewLayers"/> replaced by those of the layers; null (reported) where one names nothing.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="model">Its model.</param>
    /// <param name="element">The word of the stage.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static EquatableArray<string>? Resolve(StageDeclaration stage, ModelPlan model, string element, Report report)
    {
        if (stage.Options.Find(Key) is not { } written)
        {
            return default(EquatableArray<string>);
        }

        string[] names = [.. TensorCatalog.Tensors(model.Spec).Select(tensor => tensor.Name)];
        var patterns = new List<string>();
        foreach (string pattern in written.AsItems())
        {
            string[] layers = [.. LayersOf(model.Map).Select(layer => TensorCatalog.LayerPrefix(model.Spec, layer) + "*")];
            if (pattern == NewLayers && layers.Length > 0)
            {
                patterns.AddRange(layers);
            }
            else if (pattern != NewLayers && names.Any(name => NamePattern.Matches(pattern, name)))
            {
                patterns.Add(pattern);
            }
            else
            {
                string hint = pattern == NewLayers
                    ? ": each of its layers is the first copy of a layer of its source"
                    : Spelling.Nearest(pattern, names.Append(NewLayers)) is { } nearest ? $"; did you mean '{nearest}'?" : $", which has names such as '{names[0]}'";
                report(Rules.UnknownParameter, $"{element}.{Key}", pattern, model.Declaration.Name.Name, hint);
                return null;
            }
        }

        return patterns.ToEquatableArray();
    }

    /// <summary>
    /// The layers of a map that are new: each that is no mere copy, and of several copies of one layer all but the lowest. Of 24 layers on
    /// 24 of a model of 32, these are 24 to 39; of LLaMA Pro's expansion, the identity blocks.
    /// </summary>
    public static IEnumerable<int> LayersOf(LayerMap map)
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
}
