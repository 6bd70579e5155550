using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Rules that one architecture can break by itself (SOLAR1xx).</summary>
public static class ArchitectureRules
{
    /// <summary>Reports what is wrong with the keys of a family; false where no module can be built from them.</summary>
    /// <param name="family">The family.</param>
    /// <param name="values">The written keys.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(Family family, ConfigValues values, Report report)
    {
        if (!NumberRules.Check(family.Vocabulary, values, report)
            || (family == Family.Decoding && !DecoderRules.Check(values, report))
            || !CheckRopeScaling(family, values, report))
        {
            return false;
        }

        long hidden = Integer(family, values, family.HiddenSizeKey)!.Value;
        long heads = Integer(family, values, family.HeadsKey)!.Value;
        long? headDim = Integer(family, values, family.HeadDimKey);

        if (headDim is null && hidden % heads != 0)
        {
            report(Rules.HeadsDoNotDivide, Element(family, values, family.HeadsKey, family.HiddenSizeKey), hidden, heads);
            return false;
        }

        long keyValueHeads = family.KeyValueHeads(values);
        if (heads % keyValueHeads != 0)
        {
            report(
                Rules.KeyValueHeadsMismatch, Element(family, values, family.KeyValueHeadsKey, family.HeadsKey),
                keyValueHeads, heads, string.Join(", ", Divisors(heads)));
            return false;
        }

        if (family.ExpertKeys is { } keys && Integer(family, values, keys.PerToken) > Integer(family, values, keys.Experts))
        {
            report(
                Rules.MoreExpertsPerTokenThanExperts, Element(family, values, keys.PerToken, keys.Experts),
                keys.PerToken, Integer(family, values, keys.PerToken)!, keys.Experts, Integer(family, values, keys.Experts)!);
            return false;
        }

        long dim = headDim ?? (hidden / heads);
        if (family.RotaryDim(values, (int)dim) is { } turned && turned % 2 != 0)
        {
            report(Rules.OddHeadDim, Element(family, values, family.HeadDimKey, family.HeadsKey), turned);
            return false;
        }

        return true;
    }

    private static bool CheckRopeScaling(Family family, ConfigValues values, Report report)
    {
        string prefix = family.RopePrefix;
        string element = $"{family.ModelType}.{prefix}";
        string? type = values.Find(prefix + ".rope_type") is { IsNull: false } written ? written.AsText() : null;
        List<string> parts = [.. values.Entries.Select(e => e.Key).Where(key => key.StartsWith(prefix + ".", System.StringComparison.Ordinal))];
        if (type is null or "default")
        {
            if (family != Family.Decoding && parts.Any(key => key != prefix + ".rope_type"))
            {
                report(Rules.IncompleteRopeScaling, $"{family.ModelType}.{parts[0]}", "rope_type is missing; 'linear' and 'llama3' are known");
                return false;
            }

            return true;
        }

        if (type is "longrope" or "su")
        {
            return CheckLongRope(family, values, report);
        }

        if (values.Find(prefix + ".factor") is null)
        {
            report(Rules.IncompleteRopeScaling, element + ".rope_type", $"rope_type '{type}' needs a factor");
            return false;
        }

        if (type == "llama3" && values.Find(prefix + ".original_max_position_embeddings") is null or { IsNull: true })
        {
            report(Rules.IncompleteRopeScaling, element + ".rope_type", "rope_type 'llama3' needs original_max_position_embeddings");
            return false;
        }

        double low = family.Vocabulary.Value(values, prefix + ".low_freq_factor")!.Value.AsNumber();
        double high = family.Vocabulary.Value(values, prefix + ".high_freq_factor")!.Value.AsNumber();
        if (type == "llama3" && low >= high)
        {
            report(Rules.IncompleteRopeScaling, element + ".rope_type", $"low_freq_factor {low} is not less than high_freq_factor {high}");
            return false;
        }

        return true;
    }

    // One factor for each pair of features that turn together.
    private static bool CheckLongRope(Family family, ConfigValues values, Report report)
    {
        long headDim = Integer(family, values, family.HeadDimKey)
            ?? (Integer(family, values, family.HiddenSizeKey)!.Value / Integer(family, values, family.HeadsKey)!.Value);
        int pairs = (family.RotaryDim(values, (int)headDim) ?? 0) / 2;
        foreach (string key in new[] { "rope_scaling.short_factor", "rope_scaling.long_factor" })
        {
            int count = values.Find(key) is { Kind: ConfigKind.List } list ? list.AsItems().Count : 0;
            if (count != pairs)
            {
                string element = values.Find(key) is null ? family.ModelType + ".rope_scaling.rope_type" : $"{family.ModelType}.{key}";
                report(Rules.IncompleteRopeScaling, element, $"longrope needs {pairs} numbers of {key.Substring("rope_scaling.".Length)}, one for each pair of features, and has {count}");
                return false;
            }
        }

        return true;
    }

    // The key that was written is the one to mark; where neither was, the word.
    private static string Element(Family family, ConfigValues values, string key, string otherKey) =>
        values.Find(key) is not null || values.Find(otherKey) is null ? $"{family.ModelType}.{key}" : $"{family.ModelType}.{otherKey}";

    private static long? Integer(Family family, ConfigValues values, string key) =>
        family.Vocabulary.Value(values, key) is { IsNull: false } value ? value.AsInteger() : null;

    private static IEnumerable<long> Divisors(long number) =>
        Enumerable.Range(1, (int)System.Math.Min(number, 1024)).Select(n => (long)n).Where(n => number % n == 0);
}
