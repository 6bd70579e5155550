using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Runtime;
using Solar.Runtime.Native;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static Solar.Compiler.Tests.Emitting.PlainLoops;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Families without a golden folder, against their definitions in plain loops; and modules whose layers are of several kinds.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class FamilyReferenceTests : IDisposable
{
    private static readonly long[] Ids = [3, 17, 5, 29, 11, 2, 31];

    private readonly DisposeScope _scope;
    private readonly IDisposable _unrecorded;

    public FamilyReferenceTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
        _unrecorded = no_grad();
    }

    [Fact]
    public void Qwen_IsItsDefinition() => Check(
        "qwen: { hidden_size: 32, intermediate_size: 96, kv_channels: 8, num_hidden_layers: 2, num_attention_heads: 4, vocab_size: 40, seq_length: 64 }",
        p =>
        {
            double[][] x = Rows(p("transformer.wte.weight"), 32);
            for (int layer = 0; layer < 2; layer++)
            {
                double[] P(string name) => p($"transformer.h.{layer}.{name}");
                double[][] qkv = Linear(Rms(x, P("ln_1.weight"), 1e-6), P("attn.c_attn.weight"), P("attn.c_attn.bias"));
                x = Add(x, Linear(Attend(Rotate(Slice(qkv, 0, 32), 8, 1e4), Rotate(Slice(qkv, 32, 32), 8, 1e4), Slice(qkv, 64, 32), 8), P("attn.c_proj.weight")));
                double[][] normed = Rms(x, P("ln_2.weight"), 1e-6);
                x = Add(x, Linear(Gated(Linear(normed, P("mlp.w2.weight")), Linear(normed, P("mlp.w1.weight"))), P("mlp.c_proj.weight")));
            }

            return Linear(Rms(x, p("transformer.ln_f.weight"), 1e-6), p("lm_head.weight"));
        });

    [Fact]
    public void Qwen3_IsItsDefinition() => Check(
        "qwen3: { hidden_size: 32, intermediate_size: 48, head_dim: 16, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 40 }",
        p =>
        {
            double[][] x = Rows(p("model.embed_tokens.weight"), 32);
            for (int layer = 0; layer < 2; layer++)
            {
                double[] P(string name) => p($"model.layers.{layer}.{name}");
                double[][] normed = Rms(x, P("input_layernorm.weight"), 1e-6);
                double[][] q = Rms(Linear(normed, P("self_attn.q_proj.weight")), P("self_attn.q_norm.weight"), 1e-6);
                double[][] k = Rms(Linear(normed, P("self_attn.k_proj.weight")), P("self_attn.k_norm.weight"), 1e-6);
                double[][] y = Attend(Rotate(q, 16, 1e4), Rotate(k, 16, 1e4), Linear(normed, P("self_attn.v_proj.weight")), 16);
                x = Add(x, Linear(y, P("self_attn.o_proj.weight")));
                x = Add(x, Mlp(Rms(x, P("post_attention_layernorm.weight"), 1e-6), P));
            }

            return Linear(Rms(x, p("model.norm.weight"), 1e-6), p("lm_head.weight"));
        });

    [Fact]
    public void Olmo2_IsItsDefinition() => Check(
        "olmo2: { hidden_size: 32, intermediate_size: 48, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 40 }",
        p =>
        {
            double[][] x = Rows(p("model.embed_tokens.weight"), 32);
            for (int layer = 0; layer < 2; layer++)
            {
                double[] P(string name) => p($"model.layers.{layer}.{name}");
                double[][] q = Rms(Linear(x, P("self_attn.q_proj.weight")), P("self_attn.q_norm.weight"), 1e-5);
                double[][] k = Rms(Linear(x, P("self_attn.k_proj.weight")), P("self_attn.k_norm.weight"), 1e-5);
                double[][] y = Attend(Rotate(q, 8, 1e4), Rotate(k, 8, 1e4), Linear(x, P("self_attn.v_proj.weight")), 8);
                x = Add(x, Rms(Linear(y, P("self_attn.o_proj.weight")), P("post_attention_layernorm.weight"), 1e-5));
                x = Add(x, Rms(Mlp(x, P), P("post_feedforward_layernorm.weight"), 1e-5));
            }

            return Linear(Rms(x, p("model.norm.weight"), 1e-5), p("lm_head.weight"));
        });

    /// <summary>Sparse and dense layers, and windows that are not every other one: the tensors are those of the catalog, and a pass runs.</summary>
    [Theory]
    [InlineData("Tiny: { qwen2_moe: { hidden_size: 32, intermediate_size: 48, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, decoder_sparse_step: 2, num_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 16, shared_expert_intermediate_size: 24, vocab_size: 40 } }", "Tiny")]
    [InlineData("Base: { gemma2: { hidden_size: 32, intermediate_size: 48, head_dim: 8, num_hidden_layers: 4, num_attention_heads: 4, num_key_value_heads: 2, sliding_window: 3, vocab_size: 40 } }\n  Tiny: { upscale: Base, drop_top: 1, drop_bottom: 0 }", "Tiny")]
    [InlineData("Tiny: { decoder: { hidden_size: 32, num_hidden_layers: 4, vocab_size: 40 }, attention: { num_attention_heads: 4, sliding_window: 3, layer_types: [sliding_attention, full_attention] }, alibi: , mlp: { intermediate_size: 48 }, mixture_of_experts: { intermediate_size: 16, num_experts: 4, decoder_sparse_step: 2 }, layer_norm: , residual: { kind: parallel } }", "Tiny")]
    public void LayersOfSeveralKinds_HaveTheirTensorsAndRun(string models, string name)
    {
        Type type = EmittedAssembly.Load(Join(models)).GetType($"Paper.{name}", throwOnError: true)!;
        var model = (ICausalLanguageModel)type.GetMethod("Create")!.Invoke(null, [default(Placement)])!;

        IEnumerable<string> tensors = type.Static<IEnumerable<Solar.Runtime.Checkpoints.TensorShape>>("Tensors").Select(tensor => tensor.Name);
        Assert.Equal(tensors.Order(StringComparer.Ordinal), ((nn.Module)model).named_parameters().Select(parameter => parameter.name).Order(StringComparer.Ordinal));
        Assert.Equal([1, 7, 40], model.forward(tensor(Ids).unsqueeze(0)).shape);
    }

    public void Dispose()
    {
        _unrecorded.Dispose();
        _scope.Dispose();
    }

    private static void Check(string declaration, Func<Func<string, double[]>, double[][]> reference)
    {
        Type type = EmittedAssembly.Load(Join($"Tiny: {{ {declaration} }}")).GetType("Paper.Tiny", throwOnError: true)!;
        var model = (ICausalLanguageModel)type.GetMethod("Create")!.Invoke(null, [default(Placement)])!;
        using var generator = new Generator(7);
        Dictionary<string, double[]> parameters = [];
        foreach ((string name, Parameter parameter) in ((nn.Module)model).named_parameters())
        {
            bool isMatrix = parameter.dim() > 1;
            parameter.normal_(isMatrix || name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1, isMatrix ? 0.3 : 0.1, generator);
            parameters[name] = [.. parameter.to(ScalarType.Float64).flatten().data<double>()];
        }

        double[][] expected = reference(name => parameters[name]);

        Tensor actual = model.forward(tensor(Ids).unsqueeze(0))[0];
        for (int position = 0; position < Ids.Length; position++)
        {
            for (int token = 0; token < expected[position].Length; token++)
            {
                Assert.Equal(expected[position][token], actual[position, token].ToDouble(), 1e-4);
            }
        }
    }

    private static double[][] Mlp(double[][] x, Func<string, double[]> p) =>
        Linear(Gated(Linear(x, p("mlp.gate_proj.weight")), Linear(x, p("mlp.up_proj.weight"))), p("mlp.down_proj.weight"));

    private static double[][] Rows(double[] embedding, int width) => [.. Ids.Select(id => embedding[((int)id * width)..((int)(id + 1) * width)])];

    private static JoinedProgram Join(string models)
    {
        YamlProgram program = YamlProgramReader.Read("a.solar.yaml", $"namespace: Paper\nmodels:\n  {models}\n");
        JoinedProgram joined = ProgramJoiner.Join(program.Declarations.Select(declaration => declaration.Read), []);
        Assert.Empty(joined.Broken);
        return joined;
    }
}
