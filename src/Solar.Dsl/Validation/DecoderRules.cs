using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether the components of a decoder are complete and go together (SOLAR107, 108, and through OwnModuleRules 111 and 112).</summary>
internal static class DecoderRules
{
    private static readonly (string[] Words, string What)[] Required =
    [
        (["attention"], "attention"),
        (["rotary_embedding", "alibi", "learned_positions"], "kind of positions"),
        (["gated_mlp", "mlp", "own_mlp", "mixture_of_experts"], "feed-forward block"),
        (["rms_norm", "layer_norm", "own_norm"], "norm"),
    ];

    private static readonly (string[] Words, string Reason)[] Exclusive =
    [
        (["rotary_embedding", "alibi", "learned_positions"], "positions enter in one way"),
        (["gated_mlp", "mlp", "own_mlp"], "a layer has one dense feed-forward block"),
        (["rms_norm", "layer_norm", "own_norm"], "all norms are of one kind"),
    ];

    /// <summary>Reports what is missing, excludes another or does not fit; false where no module can be built.</summary>
    public static bool Check(ConfigValues values, Report report)
    {
        IReadOnlyList<string> components = DecoderFamily.Components(values);
        foreach ((string[] words, string what) in Required)
        {
            if (!words.Any(components.Contains))
            {
                report(Rules.MissingComponent, "decoder", what, string.Join(" or ", words.Select(word => $"'{word}'")));
                return false;
            }
        }

        foreach ((string[] words, string reason) in Exclusive)
        {
            string[] both = [.. words.Where(components.Contains)];
            if (both.Length > 1)
            {
                report(Rules.ComponentsExclude, "decoder." + both[1], both[0], both[1], reason);
                return false;
            }
        }

        return OwnModuleRules.Check(values, report) && CheckResidual(values, report);
    }

    private static bool CheckResidual(ConfigValues values, Report report)
    {
        string? kind = values.Find("residual.kind")?.AsText(), norms = values.Find("residual.norms")?.AsText();
        if (kind is null or "sequential" || norms is null or "before")
        {
            return true;
        }

        report(Rules.ComponentsExclude, "decoder.residual.norms", "residual kind " + kind, "norms " + norms, "blocks that run beside each other have their norms before them");
        return false;
    }
}
