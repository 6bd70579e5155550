using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Runtime.Checkpoints;

/// <summary>Tensors of a checkpoint that nothing is made of. Only those are let pass whose absence cannot change the model.</summary>
internal static class UnexpectedTensors
{
    private const string HeadName = "lm_head.weight";
    private const string EmbeddingName = "model.embed_tokens.weight";

    // Rotary frequencies that older versions of transformers stored; they follow from rope_theta, which is compared.
    private const string StoredFrequencies = ".rotary_emb.inv_freq";

    /// <summary>Every tensor that is neither used nor known to be superfluous.</summary>
    /// <param name="plan">What is made.</param>
    /// <param name="index">The checkpoint's place among the plan's sources.</param>
    /// <param name="uses">What the plan takes of all of them.</param>
    /// <param name="declared">The source's configuration, as far as it is declared; else the target's.</param>
    /// <param name="source">The checkpoint.</param>
    /// <param name="use">What it is to the model: only a base may have layers that are not used.</param>
    public static IEnumerable<CheckpointFault> Find(
        CheckpointPlan plan, int index, IReadOnlyCollection<TensorUse> uses, ConfigFile declared, CheckpointReader source, CheckpointUse use)
    {
        HashSet<string> used = [.. uses.Where(tensor => tensor.Source == index).Select(tensor => tensor.Tensor)];

        // What stands around the layers is taken from one of the sources; the others have it too, and that it is not used is meant.
        HashSet<string> others = [.. uses.Where(tensor => tensor.Source != index).Select(tensor => tensor.Tensor)];
        StoredTensor[] unused =
        [
            .. source.Tensors.Values.Where(tensor => !used.Contains(tensor.Name) && !tensor.Name.EndsWith(StoredFrequencies, StringComparison.Ordinal)),
        ];
        UnusedLayers? layers = use == CheckpointUse.Base
            ? new UnusedLayers(used, unused.Select(tensor => tensor.Name), (index < plan.Sources.Count ? plan.Sources[index].LayerCount : null) ?? DepthOf(source.Config))
            : null;

        foreach (StoredTensor tensor in unused)
        {
            if (layers?.Contains(tensor.Name) == true || (others.Contains(tensor.Name) && UnusedLayers.IsOutside(tensor.Name)))
            {
                continue;
            }

            if (tensor.Name == HeadName && IsTied(declared) && source.Tensors.TryGetValue(EmbeddingName, out StoredTensor embedding))
            {
                // Some tools store a tied head once more. It is superfluous as long as it is the same.
                if (!tensor.HasSameContentAs(embedding))
                {
                    yield return new CheckpointFault(
                        tensor.File.FullPath,
                        tensor.Name,
                        $"{plan.Model} declares that it is tied to {EmbeddingName}, but their bytes differ",
                        "Declare tie_word_embeddings: false, or name another checkpoint.");
                }

                continue;
            }

            yield return new CheckpointFault(
                tensor.File.FullPath,
                tensor.Name,
                $"it is unexpected: {plan.Model} has no use for it",
                "Declare the part of the model that it belongs to, or name another checkpoint.");
        }
    }

    private static bool IsTied(ConfigFile declared) =>
        (declared.Values.Find("tie_word_embeddings") ?? declared.Family?.Vocabulary.Find("tie_word_embeddings")?.Default) is { Canonical: "true" };

    private static int? DepthOf(ConfigFile? config) =>
        config?.Values.Find(config.Family?.DepthKey ?? "num_hidden_layers") is { Kind: ConfigKind.Integer } depth && int.TryParse(depth.Canonical, out int count) ? count : null;
}
