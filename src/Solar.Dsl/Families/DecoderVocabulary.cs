using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>The keys of a decoder that is declared by its components: its own, and those of each component.</summary>
public static class DecoderVocabulary
{
    /// <summary>The key that lists which components are declared; readers write it.</summary>
    public const string ComponentsKey = "components";

    private static ConfigKey Module { get; } = new("module", "Module", ConfigKind.Text, null, "Full name of the type of one's own module.") { IsNullable = true };

    private static readonly (string Name, ConfigKey[] Keys)[] ByComponent =
    [
        ("attention",
        [
            CommonKeys.OptionalNumber("attn_logit_softcapping", "Bound of scores; none where it is not written."),
            CommonKeys.HeadDim,
            CommonKeys.List("layer_types", ConfigKind.Text, "sliding_attention or full_attention of each layer; a shorter list is repeated upwards. All layers slide where it is not written and sliding_window is."),
            CommonKeys.NumAttentionHeads(32),
            CommonKeys.NumKeyValueHeads(null),
            CommonKeys.Flag("output_bias", false, "Whether the output projection has a bias."),
            CommonKeys.Choice("qk_norm", "none", "Norm of queries and keys", "none", "per_head", "whole"),
            CommonKeys.Flag("qkv_bias", false, "Whether the projections to queries, keys and values have a bias."),
            CommonKeys.OptionalNumber("query_pre_attn_scalar", "Scores are divided by the root of this; by that of the head size where it is not written."),
            CommonKeys.OptionalSize("sliding_window", null, "Number of latest positions that a query sees; 0 or null for all.") with { Minimum = 0 },
        ]),
        (OwnComponent.Attention.Word,
        [
            Module,
            Tensors("q_proj.weight[num_attention_heads*head_dim][hidden_size]"),
        ]),
        ("rotary_embedding",
        [
            CommonKeys.OptionalNumber("factor", "By how much wavelengths are stretched."),
            CommonKeys.Number("high_freq_factor", 4.0, "llama3: wavelengths shorter than the original context divided by this stay as they are.", minimum: 0),
            CommonKeys.Number("low_freq_factor", 1.0, "llama3: wavelengths longer than the original context divided by this are stretched fully.", minimum: 0),
            CommonKeys.OptionalSize("original_max_position_embeddings", null, "The context before stretching."),
            CommonKeys.RotaryShare("partial_rotary_factor", 1.0),
            CommonKeys.Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1),
            CommonKeys.Choice("rope_type", "default", "How wavelengths are stretched", "default", "linear", "dynamic", "yarn", "llama3"),
        ]),
        ("alibi",
        [
            CommonKeys.Number("scale", 1.0, "By what the bias is multiplied.", minimum: 0),
        ]),
        ("learned_positions",
        [
            CommonKeys.OptionalSize("num_positions", null, "Number of vectors; max_position_embeddings where it is not written."),
        ]),
        ("gated_mlp",
        [
            CommonKeys.Flag("bias", false, "Whether the projections have a bias."),
            CommonKeys.Activation("hidden_act", "silu"),
            CommonKeys.IntermediateSize(11008),
        ]),
        ("mlp",
        [
            CommonKeys.Flag("bias", true, "Whether the projections have a bias."),
            CommonKeys.Activation("hidden_act", "gelu"),
            CommonKeys.IntermediateSize(16384),
        ]),
        (OwnComponent.Mlp.Word,
        [
            CommonKeys.IntermediateSize(11008),
            Module,
            Tensors("gate.weight[intermediate_size][hidden_size]"),
        ]),
        ("mixture_of_experts",
        [
            CommonKeys.Size("decoder_sparse_step", 1, "Every how many layers there are experts; the others have the declared feed-forward block."),
            CommonKeys.Activation("hidden_act", "silu"),
            CommonKeys.IntermediateSize(14336),
            CommonKeys.List("mlp_only_layers", ConfigKind.Integer, "Layers without experts, from 0."),
            CommonKeys.Flag("norm_topk_prob", true, "Whether the weights of the chosen experts are made to sum to one."),
            CommonKeys.Experts("num_experts", 8),
            CommonKeys.Size("num_experts_per_tok", 2, "Number of experts that each position goes through."),
            CommonKeys.Number("router_aux_loss_coef", 0.0, "Share of the load-balancing loss in the training loss.", minimum: 0),
            CommonKeys.Flag("shared_expert_gate", false, "Whether the shared expert is weighted by a gate of its own."),
            CommonKeys.OptionalSize("shared_expert_intermediate_size", null, "Width of an expert that every position goes through; none where it is not written."),
        ]),
        ("rms_norm",
        [
            CommonKeys.Number("eps", 1e-6, "Epsilon of the norms.", minimum: 0),
            CommonKeys.Flag("plus_one", false, "Whether features are multiplied by 1 + weight, as Gemma does."),
        ]),
        ("layer_norm",
        [
            CommonKeys.Flag("bias", true, "Whether they have a bias."),
            CommonKeys.Number("eps", 1e-5, "Epsilon of the norms.", minimum: 0),
        ]),
        (OwnComponent.Norm.Word,
        [
            CommonKeys.Number("eps", 1e-6, "Epsilon that its constructor is given.", minimum: 0),
            Module,
            Tensors("weight[hidden_size]"),
        ]),
        ("residual",
        [
            CommonKeys.Choice("kind", "sequential", "Whether the feed-forward block reads what attention wrote", "sequential", "parallel", "parallel_shared_norm"),
            CommonKeys.Choice("norms", "before", "Where the norms are", "before", "after", "sandwich"),
        ]),
    ];

    private static readonly ConfigKey[] OwnKeys =
    [
        CommonKeys.TokenId("bos_token_id", 1, "Token that begins a text."),
        CommonKeys.DtypeKey,
        CommonKeys.OptionalNumber("embedding_scale", "By what embeddings are multiplied, such as the root of the width; nothing where it is not written."),
        CommonKeys.TokenId("eos_token_id", 2, "Token that ends a text."),
        CommonKeys.OptionalNumber("final_logit_softcapping", "Bound of logits; none where it is not written."),
        CommonKeys.Flag("head_bias", false, "Whether the head has a bias."),
        CommonKeys.HiddenSize(4096),
        CommonKeys.InitializerRange,
        CommonKeys.MaxPositionEmbeddings(2048),
        CommonKeys.NumHiddenLayers(32),
        CommonKeys.TokenId("pad_token_id", null, "Token that fills short rows."),
        CommonKeys.Flag("tie_word_embeddings", false, "Whether the head is the embedding."),
        CommonKeys.UseCache,
        CommonKeys.VocabSize(32000),
    ];

    /// <summary>The keys of <c>decoder</c> itself.</summary>
    public static Vocabulary Own { get; } = new("decoder", OwnKeys);

    /// <summary>The components, each with its keys; a component's word is the vocabulary's name.</summary>
    public static IReadOnlyList<Vocabulary> Components { get; } = [.. ByComponent.Select(component => new Vocabulary(component.Name, component.Keys))];

    /// <summary>All keys together, those of a component behind its name: <c>attention.num_attention_heads</c>.</summary>
    public static Vocabulary All { get; } = new("decoder",
    [
        .. OwnKeys,
        CommonKeys.List(ComponentsKey, ConfigKind.Text, "The components that it has."),
        .. ByComponent.SelectMany(component => component.Keys.Select(key => key with
        {
            Name = $"{component.Name}.{key.Name}",
            PropertyName = CommonKeys.Pascal(component.Name) + key.PropertyName,
            Aliases = key.Aliases.Select(alias => $"{component.Name}.{alias}").ToEquatableArray(),
        })),
    ]);

    private static ConfigKey Tensors(string example) =>
        CommonKeys.List("tensors", ConfigKind.Text, $"Its parameters, such as {example}; what the type says of itself where it is not written.");

    /// <summary>The component of a word, or null.</summary>
    public static Vocabulary? Find(string word) => Components.FirstOrDefault(component => component.Name == word);

    /// <summary>The values with the components that are declared, sorted.</summary>
    public static ConfigValues WithComponents(ConfigValues values, IEnumerable<string> words)
    {
        IEnumerable<string> written = values.Find(ComponentsKey) is { Kind: ConfigKind.List } list ? list.AsItems() : [];
        return values.With(ComponentsKey, ConfigValue.OfList(written.Concat(words).Distinct().OrderBy(word => word, System.StringComparer.Ordinal).Select(ConfigValue.Of)));
    }
}
