using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>What new layers that add nothing have zero, and whether they can learn (SOLAR215, 216 and 219).</summary>
public static class ZeroRules
{
    // The last map of attention and of the feed-forward block, by the names of the families.
    private static readonly HashSet<string> OutputNames = new(StringComparer.Ordinal)
    {
        "o_proj", "down_proj", "c_proj", "dense", "dense_4h_to_h", "w2", "out_proj", "fc2",
    };

    /// <summary>The tensors that must be zero for a layer to add nothing: both output projections, their biases too.</summary>
    public static EquatableArray<string> OutputProjections(DecoderSpec spec) =>
        TensorCatalog.LayerTensors(spec).Select(tensor => tensor.Name).Where(IsOutput).ToEquatableArray();

    /// <summary>The tensors that a new layer has zero; null (reported) where one of those that were written is none.</summary>
    /// <param name="written">The names that were written; empty for the output projections.</param>
    /// <param name="spec">The model.</param>
    /// <param name="model">Its name.</param>
    /// <param name="element">The recipe's path.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static EquatableArray<string>? Resolve(EquatableArray<string> written, DecoderSpec spec, string model, string element, Report report)
    {
        EquatableArray<string> outputs = OutputProjections(spec);
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

    private static bool IsOutput(string tensor)
    {
        string[] parts = tensor.Split('.');
        return parts.Length > 1 && OutputNames.Contains(parts[parts.Length - 2]);
    }
}
