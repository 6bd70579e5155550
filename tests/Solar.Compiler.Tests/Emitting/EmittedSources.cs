using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Plans;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>What is emitted for whole programs, as files that a reviewer reads.</summary>
public sealed class EmittedSources
{
    [Fact]
    public void Solar_upscaled() => Match(SamplePrograms.Solar(), catalog: true);

    [Fact]
    public void Tied_with_biases() => Match(SamplePrograms.TiedWithBiases());

    [Fact]
    public void Sliding_window() => Match(SamplePrograms.SlidingWindow());

    [Fact]
    public void Llama3_rope() => Match(SamplePrograms.Llama3Rope());

    [Fact]
    public void Linear_rope() => Match(SamplePrograms.LinearRope());

    [Fact]
    public void Layer_ranges() => Match(SamplePrograms.LayerRanges());

    [Fact]
    public void Pipeline() => Match(SamplePrograms.Pipeline(), catalog: true);

    [Fact]
    public void Balanced_experts() => Match(SamplePrograms.BalancedExperts());

    [Fact]
    public void Shapes() => Match(SamplePrograms.Shapes());

    [Fact]
    public void Broken() => Match(SamplePrograms.Broken(), catalog: true);

    /// <summary>One tiny model of each family, and what only layers of several kinds bring.</summary>
    [Theory]
    [InlineData("llama", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 3, num_attention_heads: 4, vocab_size: 128")]
    [InlineData("mistral", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, sliding_window: 8, vocab_size: 128")]
    [InlineData("mixtral", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, num_local_experts: 4, vocab_size: 128")]
    [InlineData("qwen", "hidden_size: 64, intermediate_size: 224, kv_channels: 16, num_hidden_layers: 3, num_attention_heads: 4, seq_length: 2048, vocab_size: 128")]
    [InlineData("qwen2", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 128")]
    [InlineData("qwen2_moe", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 4, num_attention_heads: 4, num_key_value_heads: 2, decoder_sparse_step: 2, num_experts: 8, moe_intermediate_size: 48, shared_expert_intermediate_size: 96, vocab_size: 128")]
    [InlineData("qwen3", "hidden_size: 64, intermediate_size: 112, head_dim: 32, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 128")]
    [InlineData("falcon", "hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, num_kv_heads: 2, new_decoder_architecture: true, vocab_size: 128")]
    [InlineData("falcon", "hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, vocab_size: 128", "7b")]
    [InlineData("falcon", "hidden_size: 64, num_hidden_layers: 3, num_attention_heads: 4, multi_query: false, parallel_attn: false, bias: true, alibi: true, vocab_size: 128", "rw")]
    [InlineData("gemma", "hidden_size: 64, intermediate_size: 112, head_dim: 24, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 1, vocab_size: 128")]
    [InlineData("gemma2", "hidden_size: 64, intermediate_size: 112, head_dim: 24, num_hidden_layers: 4, num_attention_heads: 4, num_key_value_heads: 2, sliding_window: 8, vocab_size: 128")]
    [InlineData("phi3", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 128")]
    [InlineData("phi3", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 3, num_attention_heads: 8, num_key_value_heads: 2, max_position_embeddings: 64, original_max_position_embeddings: 16, rope_scaling: { type: longrope, short_factor: [1, 1.1, 1.25, 1.5], long_factor: [1.5, 2.5, 4, 7] }, vocab_size: 128", "longrope")]
    [InlineData("gpt2", "n_embd: 64, n_layer: 3, n_head: 4, n_positions: 64, vocab_size: 128")]
    [InlineData("gpt_neox", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 3, num_attention_heads: 4, vocab_size: 128")]
    [InlineData("olmo2", "hidden_size: 64, intermediate_size: 112, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 128")]
    public void Family_of(string word, string keys, string kind = "")
    {
        YamlProgram program = YamlProgramReader.Read("a.solar.yaml", $"namespace: Paper\nmodels:\n  Tiny: {{ {word}: {{ {keys} }} }}\n");
        Match(ProgramJoiner.Join(program.Declarations.Select(declaration => declaration.Read), []), testMethod: "Family_" + word + (kind.Length == 0 ? "" : "_" + kind));
    }

    /// <summary>A stage that is evaluated while it trains, and that trains what a recipe added.</summary>
    [Fact]
    public void Evaluated_stage()
    {
        YamlProgram program = YamlProgramReader.Read("a.solar.yaml", """
            namespace: Paper
            models:
              Tiny: { llama: { hidden_size: 64, intermediate_size: 112, num_hidden_layers: 4, num_attention_heads: 4, vocab_size: 128, max_position_embeddings: 256 } }
              Pro: { expand: Tiny, every: 2 }
            data:
              Web: { text_file: web.txt }
              HeldOut: { text_file: held-out.txt }
            stages:
              Trained:
                pretrain: Pro
                data: Web
                eval_data: HeldOut
                eval_steps: 20
                early_stopping_patience: 3
                load_best_model_at_end: true
                unfrozen_parameters: [new_layers, model.norm.weight]
                lr_scales: ["model.norm.weight: 0.5"]
                lr_scheduler_type: warmup_stable_decay
                lr_scheduler_kwargs: { num_decay_steps: 100, decay_type: 1-sqrt }
                max_steps: 500
            """);
        Match(ProgramJoiner.Join(program.Declarations.Select(declaration => declaration.Read), []), catalog: true);
    }

    /// <summary>A window goes with its layer: the copy of an odd layer above an odd one ends the alternation.</summary>
    [Fact]
    public void Windows_go_with_their_layers()
    {
        YamlProgram program = YamlProgramReader.Read("a.solar.yaml", """
            namespace: Paper
            models:
              Tiny: { gemma2: { hidden_size: 64, intermediate_size: 112, head_dim: 24, num_hidden_layers: 4, num_attention_heads: 4, num_key_value_heads: 2, sliding_window: 8, vocab_size: 128 } }
              Grown: { upscale: Tiny, drop_top: 1, drop_bottom: 0 }
            """);
        JoinedProgram joined = ProgramJoiner.Join(program.Declarations.Select(declaration => declaration.Read), []);

        DecoderSpec grown = joined.FindModel("Paper.Grown")!.Spec;

        int?[] windows = [.. Enumerable.Range(0, 7).Select(layer => grown.LayerAt(layer).Attention.SlidingWindow)];
        Assert.Equal([8, null, 8, 8, null, 8, null], windows);
        Assert.Equal(
            """["sliding_attention", "full_attention", "sliding_attention", "sliding_attention", "full_attention", "sliding_attention", "full_attention"]""",
            grown.Config.Find("layer_types")!.Value.Canonical);
        Assert.Contains(
            SourceEmitter.Emit(joined, new EmitContext("0.0.0")),
            file => file.Text.Contains("slidingWindow: layer is 0 or 2 or 3 or 5 ? 8 : null", System.StringComparison.Ordinal));
    }

    /// <summary>Whoever wants the family's rule of places back declares the class and starts it from the recipe.</summary>
    [Fact]
    public void Windows_go_by_place_where_the_declaration_says_so()
    {
        YamlProgram program = YamlProgramReader.Read("a.solar.yaml", """
            namespace: Paper
            models:
              Tiny: { gemma2: { hidden_size: 64, intermediate_size: 112, head_dim: 24, num_hidden_layers: 4, num_attention_heads: 4, num_key_value_heads: 2, sliding_window: 8, vocab_size: 128 } }
              Grown: { upscale: Tiny, drop_top: 1, drop_bottom: 0 }
              Placed: { gemma2: { hidden_size: 64, intermediate_size: 112, head_dim: 24, num_hidden_layers: 7, num_attention_heads: 4, num_key_value_heads: 2, sliding_window: 8, vocab_size: 128 }, initialize_from: Grown }
            """);
        JoinedProgram joined = ProgramJoiner.Join(program.Declarations.Select(declaration => declaration.Read), []);

        ModelPlan placed = joined.FindModel("Paper.Placed")!;

        int?[] windows = [.. Enumerable.Range(0, 7).Select(layer => placed.Spec.LayerAt(layer).Attention.SlidingWindow)];
        Assert.Equal([8, null, 8, null, 8, null, 8], windows);
        Assert.Null(placed.Spec.Config.Find("layer_types"));
        Assert.Empty(joined.Broken);
    }

    private static void Match(
        JoinedProgram program, bool catalog = false, [System.Runtime.CompilerServices.CallerMemberName] string testMethod = "")
    {
        var context = new EmitContext("0.0.0");
        EmittedFile[] files = [.. SourceEmitter.Emit(program, context), .. catalog ? [SourceEmitter.Catalog(program, context)] : Enumerable.Empty<EmittedFile>()];
        Assert.All(files, EmittedTextTests.IsTidy);
        SourceSnapshot.Match(files.Select(file => (file.HintName, file.Text)), testMethod: testMethod);
    }
}
