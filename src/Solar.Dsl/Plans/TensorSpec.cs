using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>One tensor of a model's checkpoint.</summary>
/// <param name="Name">Its Hugging Face name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Layer">The decoder layer it belongs to, or -1.</param>
public sealed record TensorSpec(string Name, EquatableArray<long> Shape, int Layer)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}

/// <summary>The tensors of an architecture, in the order of its forward pass.</summary>
public static class TensorCatalog
{
    /// <summary>Every tensor of the checkpoint of <paramref name="spec"/>.</summary>
    public static IEnumerable<TensorSpec> Tensors(DecoderSpec spec)
    {
        yield return Tensor("model.embed_tokens.weight", -1, spec.VocabSize, spec.HiddenSize);
        for (int layer = 0; layer < spec.NumHiddenLayers; layer++)
        {
            foreach (TensorSpec tensor in LayerTensors(spec))
            {
                yield return tensor with { Name = $"model.layers.{layer}.{tensor.Name}", Layer = layer };
            }
        }

        yield return Tensor("model.norm.weight", -1, spec.HiddenSize);
        if (!spec.TieWordEmbeddings)
        {
            yield return Tensor("lm_head.weight", -1, spec.VocabSize, spec.HiddenSize);
        }
    }

    /// <summary>The tensors of one decoder layer, named within it.</summary>
    public static IEnumerable<TensorSpec> LayerTensors(DecoderSpec spec)
    {
        AttentionSpec attention = spec.Attention;
        long query = (long)attention.NumAttentionHeads * attention.HeadDim;
        long keyValue = (long)attention.NumKeyValueHeads * attention.HeadDim;

        return
        [
            Tensor("input_layernorm.weight", 0, spec.HiddenSize),
            .. Linear("self_attn.q_proj", query, spec.HiddenSize, attention.QueryKeyValueBias),
            .. Linear("self_attn.k_proj", keyValue, spec.HiddenSize, attention.QueryKeyValueBias),
            .. Linear("self_attn.v_proj", keyValue, spec.HiddenSize, attention.QueryKeyValueBias),
            .. Linear("self_attn.o_proj", spec.HiddenSize, query, attention.OutputBias),
            Tensor("post_attention_layernorm.weight", 0, spec.HiddenSize),
            .. Linear("mlp.gate_proj", spec.Mlp.IntermediateSize, spec.HiddenSize, spec.Mlp.Bias),
            .. Linear("mlp.up_proj", spec.Mlp.IntermediateSize, spec.HiddenSize, spec.Mlp.Bias),
            .. Linear("mlp.down_proj", spec.HiddenSize, spec.Mlp.IntermediateSize, spec.Mlp.Bias),
        ];
    }

    /// <summary>Number of parameters.</summary>
    public static long ParameterCount(DecoderSpec spec)
    {
        long layers = checked(LayerTensors(spec).Sum(tensor => tensor.Count) * spec.NumHiddenLayers);
        long outside = Tensors(spec with { NumHiddenLayers = 0 }).Sum(tensor => tensor.Count);
        return checked(layers + outside);
    }

    private static TensorSpec[] Linear(string name, long rows, long columns, bool bias) => bias
        ? [Tensor(name + ".weight", 0, rows, columns), Tensor(name + ".bias", 0, rows)]
        : [Tensor(name + ".weight", 0, rows, columns)];

    private static TensorSpec Tensor(string name, int layer, params long[] shape) => new(name, new EquatableArray<long>(shape), layer);
}
