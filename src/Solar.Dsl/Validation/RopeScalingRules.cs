using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether the stretching of rotary wavelengths has all that its type reads (SOLAR104), and nothing else (SOLAR408).</summary>
internal static class RopeScalingRules
{
    private const string Type = "rope_type", Factor = "factor", Original = "original_max_position_embeddings", Low = "low_freq_factor", High = "high_freq_factor";

    // What each type reads, as transformers' modeling_rope_utils does, which warns of any other.
    private static readonly Dictionary<string, string[]> Read = new(StringComparer.Ordinal)
    {
        ["default"] = [],
        ["linear"] = [Factor],
        ["dynamic"] = [Factor],
        ["yarn"] = [Factor, Original],
        ["llama3"] = [Factor, Original, Low, High],
        ["longrope"] = ["short_factor", "long_factor"],
        ["su"] = ["short_factor", "long_factor"],
    };

    private static readonly string[] Parts = [.. Read.Values.SelectMany(parts => parts).Distinct()];

    /// <summary>Reports what is missing or has no effect; false where no module can be built.</summary>
    public static bool Check(Family family, ConfigValues values, Report report)
    {
        string prefix = family.RopePrefix;
        string[] written = [.. Parts.Where(part => values.Find($"{prefix}.{part}") is { IsNull: false })];
        if (family.Vocabulary.Find($"{prefix}.{Type}") is not { } key)
        {
            return true;
        }

        if ((family.Vocabulary.Value(values, key.Name) ?? ConfigValue.Null) is not { IsNull: false } value)
        {
            if (written.Length > 0)
            {
                report(Rules.IncompleteRopeScaling, Element(family, written[0]), prefix, $"rope_type is missing: expected {string.Join(" or ", key.Choices)}");
            }

            return written.Length == 0;
        }

        string type = value.AsText();
        foreach (string part in written.Where(part => !Read[type].Contains(part)))
        {
            report(Rules.OptionUnread, Element(family, part) + "#key", $"{prefix}.{part}", $"rope_type '{type}' does not use it");
        }

        return type is "longrope" or "su" ? CheckLongRope(family, values, report) : CheckParts(family, values, type, report);
    }

    private static bool CheckParts(Family family, ConfigValues values, string type, Report report)
    {
        string prefix = family.RopePrefix;
        string? fault = type == "default" ? null
            : IsMissing(Factor) ? $"rope_type '{type}' needs a factor"
            : type != "llama3" ? null
            : IsMissing(Original) ? "rope_type 'llama3' needs original_max_position_embeddings"
            : Number(Low) >= Number(High) ? FormattableString.Invariant($"low_freq_factor {Number(Low)} is not less than high_freq_factor {Number(High)}")
            : null;
        if (fault is not null)
        {
            report(Rules.IncompleteRopeScaling, Element(family, Type), prefix, fault);
        }

        return fault is null;

        bool IsMissing(string part) => values.Find($"{prefix}.{part}") is null or { IsNull: true };

        double Number(string part) => family.Vocabulary.Value(values, $"{prefix}.{part}")!.Value.AsNumber();
    }

    // One factor for each pair of features that turn together.
    private static bool CheckLongRope(Family family, ConfigValues values, Report report)
    {
        long Integer(string key) => family.Vocabulary.Value(values, key)!.Value.AsInteger();

        long headDim = family.Vocabulary.Value(values, family.HeadDimKey) is { IsNull: false } written
            ? written.AsInteger()
            : Integer(family.HiddenSizeKey) / Integer(family.HeadsKey);
        int pairs = (family.RotaryDim(values, (int)headDim) ?? 0) / 2;
        foreach (string part in Read["longrope"])
        {
            ConfigValue? factors = values.Find($"{family.RopePrefix}.{part}");
            int count = factors is { Kind: ConfigKind.List } list ? list.AsItems().Count : 0;
            if (count != pairs)
            {
                report(
                    Rules.IncompleteRopeScaling, Element(family, factors is null ? Type : part), family.RopePrefix,
                    $"longrope needs {pairs} numbers of {part}, one for each pair of features, and has {count}");
                return false;
            }
        }

        return true;
    }

    private static string Element(Family family, string part) => $"{family.ModelType}.{family.RopePrefix}.{part}";
}
