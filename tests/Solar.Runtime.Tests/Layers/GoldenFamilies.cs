using System;
using System.Collections.Generic;
using System.IO;
using Solar.Runtime.Layers;
using Solar.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Solar.Runtime.Tests.Layers;

/// <summary>
/// The golden families beyond Llama's, as functions of their tensors: what stands in them are the layers under test, and no module,
/// emitted or not, whose fault could be taken for theirs. All have 3 layers, hidden size 64 and 4 heads.
/// </summary>
internal sealed class GoldenFamilies
{
    private const int Hidden = 64, Layers = 3, Heads = 4;
    private const double Eps = 1e-5, Qwen2Eps = 1e-6;

    private static readonly Dictionary<string, Func<GoldenFamilies, Tensor, ForwardContext, Tensor>> Forwards = new()
    {
        ["falcon_rw_alibi"] = (model, ids, context) => model.FalconRw(ids, context),
        ["gemma2"] = (model, ids, context) => model.Gemma2(ids, context),
        ["gpt2"] = (model, ids, context) => model.Gpt2(ids, context),
        ["gpt_neox"] = (model, ids, context) => model.GptNeox(ids, context),
        ["mixtral_aux"] = (model, ids, context) => model.Sparse(ids, context, Eps, 1_000_000, model.Mixtral),
        ["qwen2_moe"] = (model, ids, context) => model.Sparse(ids, context, Qwen2Eps, 10_000, model.Qwen2Moe),
        ["phi3"] = (model, ids, context) => model.Phi3(ids, context),
    };

    private readonly Func<GoldenFamilies, Tensor, ForwardContext, Tensor> _forward;
    private readonly AlibiSlopes _alibi = new(Heads, scale: 0.5, precision: ScalarType.BFloat16);
    private readonly Dictionary<(int, int, double), RotaryTable> _rotary = [];

    public GoldenFamilies(string name)
    {
        _forward = Forwards[name];
        Weights = TensorFile.Read(Path.Combine(SolarAssets.Path($"golden/{name}"), "model.safetensors"));
        KeyValueHeads = name is "falcon_rw_alibi" or "gpt2" or "gpt_neox" ? Heads : 2;
        HeadDim = name is "gemma2" ? 24 : Hidden / Heads;
    }

    public Dictionary<string, Tensor> Weights { get; }

    public int KeyValueHeads { get; }

    public int HeadDim { get; }

    public Tensor Forward(Tensor ids, ForwardContext context)
    {
        Tensor logits = _forward(this, ids, context);
        context.Cache?.Advance(ids.size(1));
        return logits;
    }

    private Tensor FalconRw(Tensor ids, ForwardContext context)
    {
        Tensor embeddings = Weights["transformer.word_embeddings.weight"], x = Embed(ids, embeddings);
        using AttentionInputs attention = AttentionInputs.Prepare(ids, context, _alibi, x);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"transformer.h.{i}";
            Tensor y = LayerNorm(x, $"{layer}.input_layernorm");
            Tensor fused = Linear(y, $"{layer}.self_attention.query_key_value").view(ids.size(0), ids.size(1), Heads, 3, HeadDim);
            (Tensor q, Tensor k, Tensor v) = (Pick(fused, 0), Pick(fused, 1), Pick(fused, 2));
            x = x + Linear(Attend(q, k, v, attention, i), $"{layer}.self_attention.dense");
            y = LayerNorm(x, $"{layer}.post_attention_layernorm");
            x = x + Linear(functional.gelu(Linear(y, $"{layer}.mlp.dense_h_to_4h")), $"{layer}.mlp.dense_4h_to_h");
        }

        return functional.linear(LayerNorm(x, "transformer.ln_f"), embeddings);
    }

    private Tensor Gemma2(Tensor ids, ForwardContext context)
    {
        Tensor embeddings = Weights["model.embed_tokens.weight"];
        Tensor x = Kernels.ScaleEmbeddings(Embed(ids, embeddings), Math.Sqrt(Hidden));
        using AttentionInputs attention = AttentionInputs.Prepare(ids, context, Table(HeadDim, HeadDim, 10_000), x);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}";
            Tensor y = GemmaNorm(x, $"{layer}.input_layernorm");
            (Tensor q, Tensor k, Tensor v) = Projections(y, $"{layer}.self_attn");
            (q, k) = Kernels.ApplyRotary(q, k, attention);
            y = Attend(q, k, v, attention, i, scale: 1 / Math.Sqrt(20), softCap: 50, slidingWindow: i % 2 == 0 ? 8 : null);
            x = x + GemmaNorm(Linear(y, $"{layer}.self_attn.o_proj"), $"{layer}.post_attention_layernorm");
            y = GemmaNorm(x, $"{layer}.pre_feedforward_layernorm");
            y = Kernels.GeluTanh(Linear(y, $"{layer}.mlp.gate_proj")) * Linear(y, $"{layer}.mlp.up_proj");
            x = x + GemmaNorm(Linear(y, $"{layer}.mlp.down_proj"), $"{layer}.post_feedforward_layernorm");
        }

        return Kernels.SoftCap(functional.linear(GemmaNorm(x, "model.norm"), embeddings), 30);
    }

    private Tensor Gpt2(Tensor ids, ForwardContext context)
    {
        Tensor embeddings = Weights["transformer.wte.weight"];
        Tensor x = Embed(ids, embeddings)
            + Embed(PositionIds.Select(ids, context, 64), Weights["transformer.wpe.weight"]);
        using AttentionInputs attention = AttentionInputs.Prepare(ids, context, x);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"transformer.h.{i}";
            Tensor fused = Conv1D(LayerNorm(x, $"{layer}.ln_1"), $"{layer}.attn.c_attn");
            Tensor[] parts = fused.split(Hidden, -1);
            Tensor y = Attend(Split(parts[0], Heads), Split(parts[1], Heads), Split(parts[2], Heads), attention, i);
            x = x + Conv1D(y, $"{layer}.attn.c_proj");
            y = Kernels.GeluTanh(Conv1D(LayerNorm(x, $"{layer}.ln_2"), $"{layer}.mlp.c_fc"));
            x = x + Conv1D(y, $"{layer}.mlp.c_proj");
        }

        return functional.linear(LayerNorm(x, "transformer.ln_f"), embeddings);
    }

    private Tensor GptNeox(Tensor ids, ForwardContext context)
    {
        Tensor x = Embed(ids, Weights["gpt_neox.embed_in.weight"]);
        using AttentionInputs attention = AttentionInputs.Prepare(ids, context, Table(HeadDim, 4, 10_000), x);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"gpt_neox.layers.{i}";
            Tensor y = LayerNorm(x, $"{layer}.input_layernorm");
            Tensor fused = Linear(y, $"{layer}.attention.query_key_value").view(ids.size(0), ids.size(1), Heads, 3, HeadDim);
            (Tensor q, Tensor k, Tensor v) = (Pick(fused, 0), Pick(fused, 1), Pick(fused, 2));
            (q, k) = Kernels.ApplyRotary(q, k, attention);
            Tensor attended = Linear(Attend(q, k, v, attention, i), $"{layer}.attention.dense");
            y = functional.gelu(Linear(LayerNorm(x, $"{layer}.post_attention_layernorm"), $"{layer}.mlp.dense_h_to_4h"));
            x = x + attended + Linear(y, $"{layer}.mlp.dense_4h_to_h");
        }

        return Linear(LayerNorm(x, "gpt_neox.final_layer_norm"), "embed_out");
    }

    private Tensor Phi3(Tensor ids, ForwardContext context)
    {
        Tensor x = Embed(ids, Weights["model.embed_tokens.weight"]);
        using AttentionInputs attention = AttentionInputs.Prepare(ids, context, Table(HeadDim, HeadDim, 10_000), x);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}";
            Tensor[] parts = Linear(RmsNorm(x, $"{layer}.input_layernorm", Eps), $"{layer}.self_attn.qkv_proj").split([64, 32, 32], -1);
            (Tensor q, Tensor k) = Kernels.ApplyRotary(Split(parts[0], Heads), Split(parts[1], 2), attention);
            x = x + Linear(Attend(q, k, Split(parts[2], 2), attention, i), $"{layer}.self_attn.o_proj");
            Tensor[] gated = Linear(RmsNorm(x, $"{layer}.post_attention_layernorm", Eps), $"{layer}.mlp.gate_up_proj").split(112, -1);
            x = x + Linear(functional.silu(gated[0]) * gated[1], $"{layer}.mlp.down_proj");
        }

        return Linear(RmsNorm(x, "model.norm", Eps), "lm_head");
    }

    private Tensor Sparse(
        Tensor ids, ForwardContext context, double eps, double theta, Func<Tensor, string, AttentionInputs, Tensor> feedForward)
    {
        Tensor x = Embed(ids, Weights["model.embed_tokens.weight"]);
        using AttentionInputs attention = AttentionInputs.Prepare(ids, context, Table(HeadDim, HeadDim, theta), x);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"model.layers.{i}";
            (Tensor q, Tensor k, Tensor v) = Projections(RmsNorm(x, $"{layer}.input_layernorm", eps), $"{layer}.self_attn");
            (q, k) = Kernels.ApplyRotary(q, k, attention);
            x = x + Linear(Attend(q, k, v, attention, i), $"{layer}.self_attn.o_proj");
            Tensor tokens = RmsNorm(x, $"{layer}.post_attention_layernorm", eps).view(-1, Hidden);
            x = x + feedForward(tokens, layer, attention).view(x.shape);
        }

        return Linear(RmsNorm(x, "model.norm", eps), "lm_head");
    }

    private Tensor Mixtral(Tensor tokens, string layer, AttentionInputs attention) =>
        Mixture(tokens, $"{layer}.block_sparse_moe", attention, normalize: true, (path, x) =>
            Linear(functional.silu(Linear(x, $"{path}.w1")) * Linear(x, $"{path}.w3"), $"{path}.w2"));

    private Tensor Qwen2Moe(Tensor tokens, string layer, AttentionInputs attention)
    {
        Tensor Expert(string path, Tensor x) =>
            Linear(functional.silu(Linear(x, $"{path}.gate_proj")) * Linear(x, $"{path}.up_proj"), $"{path}.down_proj");
        Tensor shared = Expert($"{layer}.mlp.shared_expert", tokens);
        return Mixture(tokens, $"{layer}.mlp", attention, normalize: false, Expert)
            + (functional.sigmoid(Linear(tokens, $"{layer}.mlp.shared_expert_gate")) * shared);
    }

    private Tensor Mixture(Tensor tokens, string block, AttentionInputs attention, bool normalize, Func<string, Tensor, Tensor> expert)
    {
        Tensor logits = Linear(tokens, $"{block}.gate");
        attention.Routers?.Add(logits);
        (Tensor weights, Tensor chosen) = MixtureOfExperts.Route(logits, 2, normalize);
        return MixtureOfExperts.Dispatch(tokens, weights, chosen, 4, (i, x) => expert($"{block}.experts.{i}", x));
    }

    private static Tensor Attend(
        Tensor q, Tensor k, Tensor v, AttentionInputs attention, int depth,
        double? scale = null, double? softCap = null, long? slidingWindow = null)
    {
        if (attention.Cache is { } cache)
        {
            (k, v) = cache.Append(depth, k, v);
        }

        Tensor y = Kernels.Attention(q, k, v, attention, scale, softCap, slidingWindow);
        return y.transpose(1, 2).reshape(q.size(0), q.size(2), q.size(1) * q.size(3));
    }

    private (Tensor Q, Tensor K, Tensor V) Projections(Tensor x, string path) => (
        Split(Linear(x, $"{path}.q_proj"), Heads),
        Split(Linear(x, $"{path}.k_proj"), KeyValueHeads),
        Split(Linear(x, $"{path}.v_proj"), KeyValueHeads));

    private static Tensor Embed(Tensor ids, Tensor weight) => weight.index_select(0, ids.reshape(-1)).view(ids.size(0), ids.size(1), -1);

    private static Tensor Split(Tensor x, int heads) => x.view(x.size(0), x.size(1), heads, -1).transpose(1, 2);

    private static Tensor Pick(Tensor fused, int part) => fused.select(3, part).transpose(1, 2);

    private RotaryTable Table(int headDim, int rotaryDim, double theta) =>
        _rotary.TryGetValue((headDim, rotaryDim, theta), out RotaryTable? table)
            ? table
            : _rotary[(headDim, rotaryDim, theta)] = new RotaryTable(headDim, 64, theta, rotaryDim: rotaryDim);

    private Tensor Linear(Tensor x, string path) => functional.linear(x, Weights[path + ".weight"], Weights.GetValueOrDefault(path + ".bias"));

    private Tensor LayerNorm(Tensor x, string path) =>
        functional.layer_norm(x, [Hidden], Weights[path + ".weight"], Weights[path + ".bias"], Eps);

    // Made anew for each call: a module's own parameter would have the gradient.
    private Tensor RmsNorm(Tensor x, string path, double eps) => new RmsNorm(new Parameter(ones(Hidden)), eps).forward(x) * Weights[path + ".weight"];

    private Tensor GemmaNorm(Tensor x, string path) =>
        new GemmaRmsNorm(new Parameter(zeros(Hidden)), 1e-6).forward(x) * (1 + Weights[path + ".weight"]);

    private Tensor Conv1D(Tensor x, string path) => x.matmul(Weights[path + ".weight"]) + Weights[path + ".bias"];
}
