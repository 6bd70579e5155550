using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Plans;
using Solar.Runtime;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Specs;
using Solar.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Families are presets of components: declared by hand they are the same specs, and compute the same numbers.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class DecoderTests
{
    private const string Own = "vocab_size: 128, hidden_size: 64, num_hidden_layers: 3, pad_token_id: 0, dtype: float32";

    private static readonly Dictionary<string, string> ByHand = new(StringComparer.Ordinal)
    {
        ["llama"] = Decoder("max_position_embeddings: 64", "attention: { num_attention_heads: 4, num_key_value_heads: 2 }, rotary_embedding: , gated_mlp: { intermediate_size: 112 }, rms_norm: { eps: 1e-5 }"),
        ["llama_linear_rope"] = Decoder("max_position_embeddings: 64", "attention: { num_attention_heads: 4, num_key_value_heads: 2 }, rotary_embedding: { rope_type: linear, factor: 2 }, gated_mlp: { intermediate_size: 112 }, rms_norm:"),
        ["llama3_rope"] = Decoder("max_position_embeddings: 128", "attention: { num_attention_heads: 4, num_key_value_heads: 2 }, rotary_embedding: { rope_theta: 5e5, rope_type: llama3, factor: 8, original_max_position_embeddings: 16 }, gated_mlp: { intermediate_size: 112 }, rms_norm:"),
        ["llama_mha_tied_bias"] = Decoder("max_position_embeddings: 64, tie_word_embeddings: true", "attention: { num_attention_heads: 4, qkv_bias: true, output_bias: true }, rotary_embedding: , gated_mlp: { intermediate_size: 112, bias: true }, rms_norm:"),
        ["mistral_sw8"] = Decoder("max_position_embeddings: 64", "attention: { num_attention_heads: 4, num_key_value_heads: 2, sliding_window: 8 }, rotary_embedding: , gated_mlp: { intermediate_size: 112 }, rms_norm:"),
        ["qwen2"] = Decoder("max_position_embeddings: 64", "attention: { num_attention_heads: 4, num_key_value_heads: 2, qkv_bias: true }, rotary_embedding: , gated_mlp: { intermediate_size: 112 }, rms_norm:"),
        ["phi3"] = Decoder("max_position_embeddings: 64", "attention: { num_attention_heads: 4, num_key_value_heads: 2 }, rotary_embedding: , gated_mlp: { intermediate_size: 112 }, rms_norm: { eps: 1e-5 }"),
        ["mixtral"] = Decoder("max_position_embeddings: 64", "attention: { num_attention_heads: 4, num_key_value_heads: 2 }, rotary_embedding: { rope_theta: 1e6 }, mixture_of_experts: { num_experts: 4, intermediate_size: 112 }, rms_norm: { eps: 1e-5 }"),
        ["qwen2_moe"] = Decoder("max_position_embeddings: 64", "attention: { num_attention_heads: 4, num_key_value_heads: 2, qkv_bias: true }, rotary_embedding: , mixture_of_experts: { num_experts: 4, intermediate_size: 48, norm_topk_prob: false, shared_expert_intermediate_size: 96, shared_expert_gate: true }, rms_norm:"),
        ["gemma"] = Decoder("max_position_embeddings: 64, tie_word_embeddings: true, embedding_scale: 8", "attention: { num_attention_heads: 4, num_key_value_heads: 1, head_dim: 24 }, rotary_embedding: , gated_mlp: { intermediate_size: 112, hidden_act: gelu_pytorch_tanh }, rms_norm: { plus_one: true }"),
        ["gemma2"] = Decoder("max_position_embeddings: 64, tie_word_embeddings: true, embedding_scale: 8, final_logit_softcapping: 30", "attention: { num_attention_heads: 4, num_key_value_heads: 2, head_dim: 24, query_pre_attn_scalar: 20, attn_logit_softcapping: 50, sliding_window: 8, layer_types: [sliding_attention, full_attention] }, rotary_embedding: , gated_mlp: { intermediate_size: 112, hidden_act: gelu_pytorch_tanh }, rms_norm: { plus_one: true }, residual: { norms: sandwich }"),
        ["gpt2"] = Decoder("max_position_embeddings: 64, tie_word_embeddings: true", "attention: { num_attention_heads: 4, qkv_bias: true, output_bias: true }, learned_positions: , mlp: { intermediate_size: 256, hidden_act: gelu_new }, layer_norm:"),
        ["gpt_neox"] = Decoder("max_position_embeddings: 64", "attention: { num_attention_heads: 4, qkv_bias: true, output_bias: true }, rotary_embedding: { partial_rotary_factor: 0.25 }, mlp: { intermediate_size: 112 }, layer_norm: , residual: { kind: parallel }"),
        ["falcon7b"] = Decoder("max_position_embeddings: 2048, tie_word_embeddings: true", "attention: { num_attention_heads: 4, num_key_value_heads: 1 }, rotary_embedding: , mlp: { intermediate_size: 256, bias: false }, layer_norm: , residual: { kind: parallel_shared_norm }"),
        ["falcon40b"] = Decoder("max_position_embeddings: 2048, tie_word_embeddings: true", "attention: { num_attention_heads: 4, num_key_value_heads: 2 }, rotary_embedding: , mlp: { intermediate_size: 256, bias: false }, layer_norm: , residual: { kind: parallel }"),
    };

    public static TheoryData<string> Folders => [.. ByHand.Keys];

    /// <summary>Those whose tensors have Llama's names, so that their checkpoints are the decoder's own.</summary>
    public static TheoryData<string, double> Loadable => new()
    {
        { "llama", 1e-5 },
        { "llama3_rope", 1e-5 },
        { "llama_mha_tied_bias", 3e-5 },
        { "mistral_sw8", 1e-5 },
        { "qwen2", 1e-5 },
        { "qwen2_moe", 3e-5 },
        { "gemma", 3e-5 },
        { "gemma2", 3e-5 },
    };

    [SkippableTheory]
    [MemberData(nameof(Folders))]
    public void FamilyByHand_IsTheSameSpecUpToNames(string folder)
    {
        ConfigReading config = ConfigJsonReader.Read("config.json", File.ReadAllText(Path.Combine(SolarAssets.Path("golden/" + folder), "config.json")));
        DecoderSpec preset = Family.Find(config.Architecture!.Family)!.Lower(config.Architecture.Values);

        DecoderSpec byHand = Plan(folder).Spec;

        Assert.Equal(preset with { Family = byHand.Family, Layout = byHand.Layout, Config = byHand.Config }, byHand);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void ItsConfigJson_ReadsBackAsTheSameSpec(string folder)
    {
        DecoderSpec spec = Plan(folder).Spec;

        ConfigReading reading = ConfigJsonReader.Read("config.json", ConfigJson.Write(spec));

        Assert.Empty(reading.Findings.Select(finding => finding.Message));
        Assert.Equal(spec with { Config = reading.Architecture!.Values }, Family.Decoding.Lower(reading.Architecture.Values));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void ItsCanonicalText_ReadsBackAsTheSameDeclaration(string folder)
    {
        ModelDeclaration declaration = Plan(folder).Declaration;

        YamlProgram program = YamlProgramReader.Read("x", $"namespace: Paper\nmodels:\n  X: {CanonicalText.Write(declaration)}\n");

        Assert.Equal(declaration, Assert.Single(program.Declarations).Read.Declaration);
    }

    [SkippableTheory]
    [MemberData(nameof(Loadable))]
    public void ItsModule_ComputesWhatTheFamilyComputes(string folder, double tolerance)
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        string golden = SolarAssets.Path("golden/" + folder);
        string own = Directory.CreateTempSubdirectory("solar").FullName;
        try
        {
            ModelPlan plan = Plan(folder);
            File.WriteAllText(Path.Combine(own, "config.json"), ConfigJson.Write(plan.Spec));
            File.Copy(Path.Combine(golden, "model.safetensors"), Path.Combine(own, "model.safetensors"));
            using DisposeScope scope = NewDisposeScope();
            using var unrecorded = no_grad();
            Dictionary<string, Tensor> io = TensorFile.Read(Path.Combine(golden, "io.safetensors"));
            ICausalLanguageModel model = EmittedAssembly.Load(Join(folder)).GetType("Paper.X", throwOnError: true)!.Load(own);

            double distance = (model.forward(io["input_ids"]) - io["logits"]).abs().max().ToDouble();

            Assert.True(distance <= tolerance, $"greatest difference {distance:g3}, allowed {tolerance:g3}");
            ((nn.Module)model).Dispose();
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }
    }

    private static string Decoder(string own, string components) => $"namespace: Paper\nmodels:\n  X: {{ decoder: {{ {Own}, {own} }}, {components} }}\n";

    private static ModelPlan Plan(string folder) => Assert.Single(Join(folder).Models);

    private static JoinedProgram Join(string folder)
    {
        YamlProgram program = YamlProgramReader.Read("a.solar.yaml", ByHand[folder]);
        Assert.Empty(program.Findings.Concat(program.Declarations.SelectMany(declaration => declaration.Findings)).Select(finding => finding.Message));
        JoinedProgram joined = ProgramJoiner.Join(program.Declarations.Select(declaration => declaration.Read), []);
        Assert.Empty(joined.Findings.Select(finding => finding.Message));
        return joined;
    }
}
