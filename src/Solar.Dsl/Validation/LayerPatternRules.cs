using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether what is written layer by layer fits the layers (SOLAR110, and SOLAR103 for places outside the depth).</summary>
internal static class LayerPatternRules
{
    private const string Sliding = "sliding_attention", Full = "full_attention";

    /// <summary>Reports what does not fit; false where there is something.</summary>
    public static bool Check(Family family, ConfigValues values, Report report)
    {
        long depth = family.Vocabulary.Value(values, family.DepthKey)!.Value.AsInteger();
        return CheckTypes(family, values, depth, report) && CheckDenseLayers(family, values, depth, report);
    }

    private static bool CheckTypes(Family family, ConfigValues values, long depth, Report report)
    {
        if (values.Find(family.LayerTypesKey) is not { Kind: ConfigKind.List } list)
        {
            return true;
        }

        IReadOnlyList<string> types = list.AsItems();
        string? fault = CountFault(family, types.Count, depth)
            ?? (types.FirstOrDefault(type => type is not (Sliding or Full)) is { } unknown ? $"'{unknown}' is neither {Sliding} nor {Full}" : null)
            ?? (types.Contains(Sliding) ? WindowFault(family, values) : null);
        if (fault is not null)
        {
            report(Rules.LayerPatternDoesNotFit, $"{family.ModelType}.{family.LayerTypesKey}", fault);
        }

        return fault is null;
    }

    // transformers looks up each layer's entry; that a short list begins again is our own component's.
    private static string? CountFault(Family family, int count, long depth) =>
        count == 0 ? "it is empty"
        : count > depth || (count < depth && family != Family.Decoding) ? $"it has {count} entries for {depth} layers"
        : null;

    private static string? WindowFault(Family family, ConfigValues values) =>
        family.Vocabulary.Value(values, "use_sliding_window") is { Canonical: "false" } ? "use_sliding_window is false"
        : family.Vocabulary.Value(values, family.WindowKey) is { IsNull: false, Canonical: not "0" } ? null
        : values.Find(family.WindowKey) is null ? "sliding_window is not written"
        : "sliding_window says that there is none";

    private static bool CheckDenseLayers(Family family, ConfigValues values, long depth, Report report)
    {
        string key = family.DenseLayersKey;
        IReadOnlyList<string> layers = values.Find(key) is { Kind: ConfigKind.List } list ? list.AsItems() : [];
        if (layers.FirstOrDefault(layer => new ConfigValue(ConfigKind.Integer, layer).AsInteger() is var place && (place < 0 || place >= depth)) is not { } outside)
        {
            return true;
        }

        report(Rules.NumberOutOfRange, $"{family.ModelType}.{key}", key, outside, $"0 to {depth - 1}, the places of the {depth} layers");
        return false;
    }
}
