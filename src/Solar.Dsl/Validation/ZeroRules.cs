using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>What new layers that add nothing have zero, and whether they can learn (SOLAR215, 216 and 219).</summary>
public static class ZeroRules
{
    /// <summary>The tensors that must be zero for a layer to add nothing: both output projections, their biases too.</summary>
    public static EquatableArray<string> OutputProjections(DecoderSpec spec) =>
        TensorCatalog.LayerTensors(spec).Select(tensor => tensor.Name).Where(tensor => IsOutput(spec, tensor)).ToEquatableArray();

    /// <summary>The tensors that a new layer has zero; null (reported) where one of those that were written is none.</summary>
    /// <param name="written">The names that were written; empty for the output projections.</param>
    /// <param name="spec">The model.</param>
    /// <param name="model">Its name.</param>
    /// <param name="element">The recipe's path.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static EquatableArray<string>? Resolve(EquatableArray<string> written, DecoderSpec spec, string model, string element, Report report)
    {
        EquatableArray<string> outputs = OutputProjections(spec);
        foreach (string module in UnknownOutputs(spec, [.. outputs, .. written.Select(name => name.Trim())]))
        {
            report(Rules.IdentityAdds, written.Count == 0 ? element : element + ".zero", "the output of " + module);
        }

        if (written.Count == 0)
        {
            return outputs;
        }

        string[] known = [.. TensorCatalog.LayerTensors(spec).Select(tensor => tensor.Name)];
        for (int i = 0; i < written.Count; i++)
        {
            if (!known.Contains(written[i].Trim()))
            {
                string hint = Spelling.Nearest(written[i].Trim(), known) is { } nearest ? $"; did you mean '{nearest}'?" : "";
                report(Rules.UnknownTensor, FormattableString.Invariant($"{element}.zero[{i}]"), written[i], model, hint);
                return null;
            }
        }

        for (int i = 0; i < written.Count; i++)
        {
            if (written[i].IndexOf("norm", StringComparison.Ordinal) >= 0 || written[i].IndexOf("ln_", StringComparison.Ordinal) >= 0)
            {
                report(
                    Rules.NoGradient, FormattableString.Invariant($"{element}.zero[{i}]"), written[i].Trim(),
                    "what follows it sees zeros, and so do the gradients; zero the output projections instead");
            }
        }

        if (outputs.FirstOrDefault(output => !written.Any(name => name.Trim() == output)) is { } left)
        {
            report(Rules.IdentityAdds, element + ".zero", left);
        }

        return written.Select(name => name.Trim()).ToEquatableArray();
    }

    // Which parameter of a module of one's own is its output is known by the built-in name alone; otherwise the declaration has to say it.
    private static IEnumerable<string> UnknownOutputs(DecoderSpec spec, string[] zeroed)
    {
        LayerSpec layer = spec.LayerAt(0);
        (string Name, bool IsOwn)[] modules = [(spec.Layout.Attention.Name, layer.Attention.Module is not null), (spec.Layout.Mlp.Name, layer.Mlp is OwnMlpSpec)];
        return modules.Where(module => module.IsOwn && !zeroed.Any(tensor => tensor.StartsWith(module.Name + ".", StringComparison.Ordinal))).Select(module => module.Name);
    }

    // The last map of attention, of the feed-forward block and of every expert.
    private static bool IsOutput(DecoderSpec spec, string tensor)
    {
        CheckpointLayout layout = spec.Layout;
        return IsOf($"{layout.Attention.Name}.{layout.Attention.Output}")
            || IsOf($"{layout.Mlp.Name}.{layout.Mlp.Down}")
            || (tensor.StartsWith(layout.Experts.Name + ".", StringComparison.Ordinal)
                && (tensor.EndsWith($".{layout.Experts.Expert.Down}.weight", StringComparison.Ordinal)
                    || tensor.EndsWith($".{layout.Experts.Expert.Down}.bias", StringComparison.Ordinal)));

        bool IsOf(string map) => tensor == map + ".weight" || tensor == map + ".bias";
    }
}
