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
            || !LayerPatternRules.Check(family, values, report)
            || !CheckTokens(family, values, report)
            || !RopeScalingRules.Check(family, values, report))
        {
            return false;
        }

        long hidden = Integer(family, values, family.HiddenSizeKey)!.Value;
        long heads = Integer(family, values, family.HeadsKey)!.Value;
        long? headDim = Integer(family, values, family.HeadDimKey);

        if (headDim is null && hidden % heads != 0)
        {
            report(
                Rules.HeadsDoNotDivide, Element(family, values, family.HeadsKey, family.HiddenSizeKey),
                family.HiddenSizeKey, hidden, family.HeadsKey, heads, family.Vocabulary.Find(family.HeadDimKey) is null ? "" : $", or write {family.HeadDimKey}");
            return false;
        }

        long keyValueHeads = family.KeyValueHeads(values);
        if (heads % keyValueHeads != 0)
        {
            report(
                Rules.KeyValueHeadsMismatch, Element(family, values, family.KeyValueHeadsKey, family.HeadsKey),
                family.KeyValueHeadsKey, keyValueHeads, family.HeadsKey, heads, string.Join(", ", Divisors(heads)));
            return false;
        }

        if (family.ExpertKeys is { } keys && Integer(family, values, keys.PerToken) > Integer(family, values, keys.Experts))
        {
            report(
                Rules.MoreExpertsPerTokenThanExperts, Element(family, values, keys.PerToken, keys.Experts),
                keys.PerToken, Integer(family, values, keys.PerToken)!, keys.Experts, Integer(family, values, keys.Experts)!);
            return false;
        }

        return CheckRotaryDim(family, values, hidden, heads, headDim, report);
    }

    // A turned part of nothing would be no positions at all, and one of an odd size leaves a feature without partner.
    private static bool CheckRotaryDim(Family family, ConfigValues values, long hidden, long heads, long? headDim, Report report)
    {
        long dim = headDim ?? (hidden / heads);
        if (family.RotaryDim(values, (int)dim) is not { } turned || (turned > 0 && turned % 2 == 0))
        {
            return true;
        }

        string? shareKey = family.RotaryShareKey;
        string share = shareKey is null ? "" : family.Vocabulary.Value(values, shareKey)!.Value.Canonical;
        string[] sizes = [family.HeadDimKey, family.HeadsKey, family.HiddenSizeKey];
        if (turned == 0)
        {
            report(Rules.NumberOutOfRange, Element(family, values, [shareKey!, .. sizes]), shareKey!, share, $"a share that turns at least 2 of the {dim} features of a head");
        }
        else if (turned < dim)
        {
            report(Rules.OddHeadDim, Element(family, values, [shareKey!, .. sizes]), $"{shareKey} {share} of {dim} features, {turned},");
        }
        else
        {
            report(Rules.OddHeadDim, Element(family, values, sizes), headDim is null ? $"{family.HiddenSizeKey} {hidden} / {family.HeadsKey} {heads} = {dim}" : $"{family.HeadDimKey} {dim}");
        }

        return false;
    }

    // The family's own ids pass with any vocabulary: a config.json in which they were never chosen has them, too.
    private static bool CheckTokens(Family family, ConfigValues values, Report report)
    {
        long tokens = Integer(family, values, "vocab_size")!.Value;
        bool right = true;
        foreach (ConfigEntry entry in values.Entries.Where(entry => entry.Key.EndsWith("_token_id", System.StringComparison.Ordinal) && entry.Value.Kind == ConfigKind.Integer))
        {
            if (entry.Value.AsInteger() >= tokens && family.Vocabulary.Find(entry.Key)!.Default != entry.Value)
            {
                report(Rules.NumberOutOfRange, $"{family.ModelType}.{entry.Key}", entry.Key, entry.Value.Canonical, $"less than vocab_size, which is {tokens}");
                right = false;
            }
        }

        return right;
    }

    // The key that was written is the one to mark; where neither was, the word.
    private static string Element(Family family, ConfigValues values, params string[] keys) =>
        $"{family.ModelType}.{keys.FirstOrDefault(key => values.Find(key) is not null) ?? keys[0]}";

    private static long? Integer(Family family, ConfigValues values, string key) =>
        family.Vocabulary.Value(values, key) is { IsNull: false } value ? value.AsInteger() : null;

    private static IEnumerable<long> Divisors(long number) =>
        Enumerable.Range(1, (int)System.Math.Min(number, 1024)).Select(n => (long)n).Where(n => number % n == 0);
}
