using System;
using System.Collections.Generic;
using System.Linq;
using static Solar.Compiler.Tests.Emitting.ReferenceDecoder;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>
/// The families without a golden folder, what golden folders leave open of others, and the architecture that docs/architectures.md builds of components: config.json of a tiny model (3 layers, hidden size 32, 4 heads, vocabulary 64) and its logits of
/// one sequence, from the family's definition.
/// </summary>
internal static class ReferenceFamilies
{
    private const int Layers = 3, HeadDim = 8;

    /// <summary>LongRoPE's factors of the tiny Phi-3: 4 pairs of features turn.</summary>
    private static readonly double[] Short = [1.0, 1.1, 1.25, 1.5], Long = [1.5, 2.5, 4.0, 7.0];

    public static Dictionary<string, (string Config, Func<ReferenceDecoder, long[], double[][]> Logits)> All { get; } = new()
    {
        // Qwen-7B's own modeling_qwen.py: one biased projection to queries, keys and values; w1 is multiplied by silu(w2).
        ["qwen"] = (
            """
            {
              "model_type": "qwen", "architectures": ["QWenLMHeadModel"], "hidden_size": 32, "intermediate_size": 96, "num_hidden_layers": 3,
              "num_attention_heads": 4, "kv_channels": 8, "vocab_size": 64, "max_position_embeddings": 64, "seq_length": 64,
              "layer_norm_epsilon": 1e-6, "rotary_emb_base": 10000, "no_bias": true, "tie_word_embeddings": false
            }
            """,
            Qwen),

        // modeling_qwen3.py: queries and keys are normed head by head before they are turned; heads are wider than hidden / heads.
        ["qwen3"] = (
            """
            {
              "model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"], "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3,
              "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16, "vocab_size": 64, "max_position_embeddings": 64,
              "rms_norm_eps": 1e-6, "rope_theta": 1000000, "hidden_act": "silu", "sliding_window": null, "tie_word_embeddings": false
            }
            """,
            Qwen3),

        // modeling_olmo2.py: queries and keys are normed over all heads; blocks are normed after, not before.
        ["olmo2"] = (
            """
            {
              "model_type": "olmo2", "architectures": ["Olmo2ForCausalLM"], "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3,
              "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 64, "max_position_embeddings": 64, "rms_norm_eps": 1e-5,
              "rope_theta": 500000, "hidden_act": "silu", "tie_word_embeddings": false
            }
            """,
            Olmo2),

        // modeling_phi3.py with longrope: other factors beyond 16 positions, all angles' cosines and sines times √(1 + ln 4 / ln 16).
        ["phi3"] = (
            """
            {
              "model_type": "phi3", "architectures": ["Phi3ForCausalLM"], "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3,
              "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 64, "max_position_embeddings": 64,
              "original_max_position_embeddings": 16, "rms_norm_eps": 1e-5, "rope_theta": 10000, "hidden_act": "silu",
              "rope_scaling": { "type": "longrope", "short_factor": [1.0, 1.1, 1.25, 1.5], "long_factor": [1.5, 2.5, 4.0, 7.0] },
              "sliding_window": null, "tie_word_embeddings": false, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2
            }
            """,
            Phi3),

        // modeling_qwen2_moe.py where layers differ: the second is sparse, the others dense; all but the first see 5 positions.
        ["qwen2_moe"] = (
            """
            {
              "model_type": "qwen2_moe", "architectures": ["Qwen2MoeForCausalLM"], "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3,
              "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 64, "max_position_embeddings": 64, "rms_norm_eps": 1e-6,
              "rope_theta": 10000, "hidden_act": "silu", "decoder_sparse_step": 2, "mlp_only_layers": [], "num_experts": 6, "num_experts_per_tok": 3,
              "moe_intermediate_size": 24, "shared_expert_intermediate_size": 40, "norm_topk_prob": false, "use_sliding_window": true,
              "sliding_window": 5, "max_window_layers": 1, "tie_word_embeddings": false
            }
            """,
            Qwen2Moe),

        // modeling_gpt_neox.py without parallel residual, half of each head turned.
        ["gpt_neox"] = (
            """
            {
              "model_type": "gpt_neox", "architectures": ["GPTNeoXForCausalLM"], "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3,
              "num_attention_heads": 4, "vocab_size": 64, "max_position_embeddings": 64, "layer_norm_eps": 1e-5, "rotary_emb_base": 10000,
              "rotary_pct": 0.5, "hidden_act": "gelu", "use_parallel_residual": false, "attention_bias": true, "tie_word_embeddings": false
            }
            """,
            GptNeox),

        // modeling_stablelm.py, which is no family here: Llama's blocks with LayerNorm, a quarter of each head turned, biases of queries, keys and values.
        ["stablelm"] = (
            """
            {
              "model_type": "solar_decoder", "hidden_size": 32, "num_hidden_layers": 3, "vocab_size": 64, "max_position_embeddings": 64,
              "attention": { "num_attention_heads": 4, "qkv_bias": true }, "rotary_embedding": { "partial_rotary_factor": 0.25 },
              "gated_mlp": { "intermediate_size": 48 }, "layer_norm": { "eps": 1e-5 }
            }
            """,
            StableLm),
    };

    private static double[][] Qwen(ReferenceDecoder model, long[] ids)
    {
        double[][] x = model.Embed(ids, "transformer.wte");
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"transformer.h.{i}";
            double[][] qkv = model.Linear(model.RmsNorm(x, $"{layer}.ln_1", 1e-6), $"{layer}.attn.c_attn");
            double[][] q = Rotate(Columns(qkv, 0, 32), HeadDim, Plain(HeadDim, 10_000)), k = Rotate(Columns(qkv, 32, 32), HeadDim, Plain(HeadDim, 10_000));
            x = Add(x, model.Linear(Attend(q, k, Columns(qkv, 64, 32), HeadDim), $"{layer}.attn.c_proj"));
            double[][] y = model.RmsNorm(x, $"{layer}.ln_2", 1e-6);
            x = Add(x, model.Linear(Gated(model.Linear(y, $"{layer}.mlp.w2"), model.Linear(y, $"{layer}.mlp.w1")), $"{layer}.mlp.c_proj"));
        }

        return model.Linear(model.RmsNorm(x, "transformer.ln_f", 1e-6), "lm_head");
    }

    private static double[][] Qwen3(ReferenceDecoder model, long[] ids)
    {
        const int headDim = 16;
        double[][] x = model.Embed(ids, "model.embed_tokens");
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}", attention = $"{layer}.self_attn";
            double[][] y = model.RmsNorm(x, $"{layer}.input_layernorm", 1e-6);
            double[][] q = model.RmsNorm(model.Linear(y, $"{attention}.q_proj"), $"{attention}.q_norm", 1e-6);
            double[][] k = model.RmsNorm(model.Linear(y, $"{attention}.k_proj"), $"{attention}.k_norm", 1e-6);
            (q, k) = (Rotate(q, headDim, Plain(headDim, 1_000_000)), Rotate(k, headDim, Plain(headDim, 1_000_000)));
            x = Add(x, model.Linear(Attend(q, k, model.Linear(y, $"{attention}.v_proj"), headDim), $"{attention}.o_proj"));
            x = Add(x, GatedMlp(model, model.RmsNorm(x, $"{layer}.post_attention_layernorm", 1e-6), $"{layer}.mlp"));
        }

        return model.Linear(model.RmsNorm(x, "model.norm", 1e-6), "lm_head");
    }

    private static double[][] Olmo2(ReferenceDecoder model, long[] ids)
    {
        double[][] x = model.Embed(ids, "model.embed_tokens");
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}", attention = $"{layer}.self_attn";
            double[][] q = model.RmsNorm(model.Linear(x, $"{attention}.q_proj"), $"{attention}.q_norm", 1e-5);
            double[][] k = model.RmsNorm(model.Linear(x, $"{attention}.k_proj"), $"{attention}.k_norm", 1e-5);
            (q, k) = (Rotate(q, HeadDim, Plain(HeadDim, 500_000)), Rotate(k, HeadDim, Plain(HeadDim, 500_000)));
            double[][] y = model.Linear(Attend(q, k, model.Linear(x, $"{attention}.v_proj"), HeadDim), $"{attention}.o_proj");
            x = Add(x, model.RmsNorm(y, $"{layer}.post_attention_layernorm", 1e-5));
            x = Add(x, model.RmsNorm(GatedMlp(model, x, $"{layer}.mlp"), $"{layer}.post_feedforward_layernorm", 1e-5));
        }

        return model.Linear(model.RmsNorm(x, "model.norm", 1e-5), "lm_head");
    }

    private static double[][] Phi3(ReferenceDecoder model, long[] ids)
    {
        double[] factors = ids.Length > 16 ? Long : Short;
        double magnitude = Math.Sqrt(1 + (Math.Log(64 / 16.0) / Math.Log(16)));
        double Frequency(int i) => Plain(HeadDim, 10_000)(i) / factors[i];

        double[][] x = model.Embed(ids, "model.embed_tokens");
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}";
            double[][] qkv = model.Linear(model.RmsNorm(x, $"{layer}.input_layernorm", 1e-5), $"{layer}.self_attn.qkv_proj");
            double[][] q = Rotate(Columns(qkv, 0, 32), HeadDim, Frequency, magnitude), k = Rotate(Columns(qkv, 32, 16), HeadDim, Frequency, magnitude);
            x = Add(x, model.Linear(Attend(q, k, Columns(qkv, 48, 16), HeadDim), $"{layer}.self_attn.o_proj"));
            double[][] both = model.Linear(model.RmsNorm(x, $"{layer}.post_attention_layernorm", 1e-5), $"{layer}.mlp.gate_up_proj");
            x = Add(x, model.Linear(Gated(Columns(both, 0, 48), Columns(both, 48, 48)), $"{layer}.mlp.down_proj"));
        }

        return model.Linear(model.RmsNorm(x, "model.norm", 1e-5), "lm_head");
    }

    private static double[][] Qwen2Moe(ReferenceDecoder model, long[] ids)
    {
        double[][] x = model.Embed(ids, "model.embed_tokens");
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}", attention = $"{layer}.self_attn";
            double[][] y = model.RmsNorm(x, $"{layer}.input_layernorm", 1e-6);
            double[][] q = Rotate(model.Linear(y, $"{attention}.q_proj"), HeadDim, Plain(HeadDim, 10_000));
            double[][] k = Rotate(model.Linear(y, $"{attention}.k_proj"), HeadDim, Plain(HeadDim, 10_000));
            y = Attend(q, k, model.Linear(y, $"{attention}.v_proj"), HeadDim, window: i < 1 ? int.MaxValue : 5);
            x = Add(x, model.Linear(y, $"{attention}.o_proj"));
            y = model.RmsNorm(x, $"{layer}.post_attention_layernorm", 1e-6);
            x = Add(x, i == 1 ? Sparse(model, y, $"{layer}.mlp") : GatedMlp(model, y, $"{layer}.mlp"));
        }

        return model.Linear(model.RmsNorm(x, "model.norm", 1e-6), "lm_head");
    }

    // Every expert for every row: what was not chosen counts nothing.
    private static double[][] Sparse(ReferenceDecoder model, double[][] x, string path)
    {
        (int Expert, double Weight)[][] choices = Route(model.Linear(x, $"{path}.gate"), perToken: 3);
        double[][] gate = model.Linear(x, $"{path}.shared_expert_gate");
        double[][] sum = Scale(GatedMlp(model, x, $"{path}.shared_expert"), gate.Select(row => 1 / (1 + Math.Exp(-row[0]))));
        for (int e = 0; e < 6; e++)
        {
            sum = Add(sum, Scale(GatedMlp(model, x, $"{path}.experts.{e}"), choices.Select(row => row.Where(choice => choice.Expert == e).Sum(choice => choice.Weight))));
        }

        return sum;
    }

    private static double[][] GptNeox(ReferenceDecoder model, long[] ids)
    {
        double[][] x = model.Embed(ids, "gpt_neox.embed_in");
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"gpt_neox.layers.{i}";
            double[][] qkv = model.Linear(model.LayerNorm(x, $"{layer}.input_layernorm", 1e-5), $"{layer}.attention.query_key_value");
            (double[][] q, double[][] k, double[][] v) = (Interleaved(qkv, 0), Interleaved(qkv, 1), Interleaved(qkv, 2));
            x = Add(x, model.Linear(Attend(Turned(q, 4), Turned(k, 4), v, HeadDim), $"{layer}.attention.dense"));
            double[][] y = model.Linear(model.LayerNorm(x, $"{layer}.post_attention_layernorm", 1e-5), $"{layer}.mlp.dense_h_to_4h");
            x = Add(x, model.Linear(Gelu(y), $"{layer}.mlp.dense_4h_to_h"));
        }

        return model.Linear(model.LayerNorm(x, "gpt_neox.final_layer_norm", 1e-5), "embed_out");
    }

    // Rows are head by head: its query, its key, its value.
    private static double[][] Interleaved(double[][] qkv, int part) =>
        [.. qkv.Select(row => row.Chunk(HeadDim).Where((_, piece) => piece % 3 == part).SelectMany(piece => piece).ToArray())];

    // Only so many first features of each head.
    private static double[][] Turned(double[][] x, int features)
    {
        double[][] firsts = [.. x.Select(row => row.Chunk(HeadDim).SelectMany(head => head[..features]).ToArray())];
        double[][] turned = Rotate(firsts, features, Plain(features, 10_000));
        return [.. x.Select((row, at) => row.Select((value, i) => i % HeadDim < features ? turned[at][(i / HeadDim * features) + (i % HeadDim)] : value).ToArray())];
    }

    private static double[][] StableLm(ReferenceDecoder model, long[] ids)
    {
        double[][] x = model.Embed(ids, "model.embed_tokens");
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}", attention = $"{layer}.self_attn";
            double[][] y = model.LayerNorm(x, $"{layer}.input_layernorm", 1e-5);
            double[][] q = Turned(model.Linear(y, $"{attention}.q_proj"), 2), k = Turned(model.Linear(y, $"{attention}.k_proj"), 2);
            x = Add(x, model.Linear(Attend(q, k, model.Linear(y, $"{attention}.v_proj"), HeadDim), $"{attention}.o_proj"));
            x = Add(x, GatedMlp(model, model.LayerNorm(x, $"{layer}.post_attention_layernorm", 1e-5), $"{layer}.mlp"));
        }

        return model.Linear(model.LayerNorm(x, "model.norm", 1e-5), "lm_head");
    }

    private static double[][] GatedMlp(ReferenceDecoder model, double[][] x, string path) =>
        model.Linear(Gated(model.Linear(x, $"{path}.gate_proj"), model.Linear(x, $"{path}.up_proj")), $"{path}.down_proj");

    private static Func<int, double> Plain(int headDim, double theta) => i => Math.Pow(theta, -2.0 * i / headDim);
}
