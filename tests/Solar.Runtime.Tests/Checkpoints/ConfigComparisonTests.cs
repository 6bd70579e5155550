using System.Linq;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

public class ConfigComparisonTests
{
    private const string Llama = """
        { "model_type": "llama", "hidden_size": 64, "num_attention_heads": 8, "num_hidden_layers": 4, "vocab_size": 128,
          "intermediate_size": 100, "rms_norm_eps": 1e-5, "max_position_embeddings": 512 }
        """;

    [Theory]
    [InlineData("\"rope_theta\": 10000")]
    [InlineData("\"rope_theta\": 10000.0")]
    [InlineData("\"rope_theta\": 1e4")]
    [InlineData("\"num_key_value_heads\": 8")]
    [InlineData("\"num_key_value_heads\": null")]
    [InlineData("\"head_dim\": 8")]
    [InlineData("\"head_dim\": null")]
    [InlineData("\"rope_scaling\": null")]
    [InlineData("\"rope_scaling\": { \"rope_type\": \"default\" }")]
    [InlineData("\"rope_parameters\": { \"rope_type\": \"default\", \"rope_theta\": 10000.0 }")]
    [InlineData("\"attention_bias\": false")]
    [InlineData("\"tie_word_embeddings\": false")]
    [InlineData("\"hidden_act\": \"silu\"")]
    [InlineData("\"use_cache\": false")]
    [InlineData("\"eos_token_id\": [2, 3]")]
    [InlineData("\"torch_dtype\": \"float16\"")]
    [InlineData("\"transformers_version\": \"5.0\"")]
    [InlineData("\"unheard_of\": 7")]
    public void DefaultOrHarmlessKey_MayBeWrittenOrNot(string key)
    {
        Assert.Empty(Compare(With(key), Llama, CheckpointUse.Own));
        Assert.Empty(Compare(Llama, With(key), CheckpointUse.Own));
    }

    [Theory]
    [InlineData("\"rope_theta\": 500000", "rope_theta is 500000, but Test.Model declares 10000")]
    [InlineData("\"rope_parameters\": { \"rope_theta\": 500000 }", "rope_theta is 500000, but Test.Model declares 10000")]
    [InlineData("\"num_key_value_heads\": 4", "num_key_value_heads is 4, but Test.Model declares 8")]
    [InlineData("\"head_dim\": 16", "head_dim is 16, but Test.Model declares 8")]
    [InlineData("\"hidden_act\": \"gelu\"", "hidden_act is 'gelu', but Test.Model declares 'silu'")]
    [InlineData("\"tie_word_embeddings\": true", "tie_word_embeddings is true, but Test.Model declares false")]
    public void KeyThatChangesTheForwardPass_IsAFault(string key, string problem)
    {
        Assert.Equal([problem], Compare(With(key), Llama, CheckpointUse.Own));
        Assert.Equal([problem], Compare(With(key), Llama, CheckpointUse.Base));
    }

    [Theory]
    [InlineData("\"hidden_act\": \"gelu\"")]
    [InlineData("\"hidden_activation\": \"gelu_pytorch_tanh\"")]
    public void WhatGemmasClassDoesNotRead_MayBeWrittenInAnyWay(string key)
    {
        Assert.Empty(Compare($$"""{ "model_type": "gemma", {{key}} }""", """{ "model_type": "gemma" }""", CheckpointUse.Own));
        Assert.Equal(
            ["hidden_activation is 'silu', but Test.Model declares 'gelu_pytorch_tanh'"],
            Compare("""{ "model_type": "gemma", "hidden_activation": "silu" }""", """{ "model_type": "gemma" }""", CheckpointUse.Own));
    }

    [Fact]
    public void WindowThatIsSwitchedOff_MayBeWrittenInAnyWay()
    {
        const string declared = """{ "model_type": "qwen2", "sliding_window": 131072, "max_window_layers": 80 }""";

        Assert.Empty(Compare("""{ "model_type": "qwen2", "sliding_window": null, "max_window_layers": 28 }""", declared, CheckpointUse.Own));
        Assert.Equal(
            ["max_window_layers is 28, but Test.Model declares null", "sliding_window is 4096, but Test.Model declares null", "use_sliding_window is true, but Test.Model declares false"],
            Compare("""{ "model_type": "qwen2", "use_sliding_window": true }""", declared, CheckpointUse.Own)
                .Where(problem => !problem.StartsWith("layer_types", System.StringComparison.Ordinal)).Order(System.StringComparer.Ordinal));
    }

    [Fact]
    public void RopeScaling_IsComparedInBothSpellings()
    {
        string old = With("\"rope_scaling\": { \"type\": \"linear\", \"factor\": 2.0 }");
        string now = With("\"rope_parameters\": { \"rope_type\": \"linear\", \"factor\": 2, \"rope_theta\": 10000.0 }");

        Assert.Empty(Compare(old, now, CheckpointUse.Own));
        Assert.Equal(
            ["rope_scaling.rope_type is 'linear', but Test.Model declares null", "rope_scaling.factor is 2, but Test.Model declares null"],
            Compare(old, Llama, CheckpointUse.Own).Where(problem => !problem.Contains("original_max", System.StringComparison.Ordinal)));
    }

    [Fact]
    public void LayersAndReach_MayDifferFromTheBaseOnly()
    {
        string longer = Llama.Replace("\"num_hidden_layers\": 4", "\"num_hidden_layers\": 8", System.StringComparison.Ordinal)
            .Replace("512", "1024", System.StringComparison.Ordinal);

        Assert.Empty(Compare(longer, Llama, CheckpointUse.Base));
        Assert.Equal(
            ["max_position_embeddings is 1024, but Test.Model declares 512", "num_hidden_layers is 8, but Test.Model declares 4"],
            Compare(longer, Llama, CheckpointUse.Own).Order(System.StringComparer.Ordinal));
    }

    [Fact]
    public void LlamaFromMistral_IsTheSameModelUnderAnotherName()
    {
        const string mistral = """
            { "model_type": "mistral", "hidden_size": 64, "num_attention_heads": 8, "num_key_value_heads": 8, "num_hidden_layers": 4,
              "vocab_size": 128, "intermediate_size": 100, "rms_norm_eps": 1e-5, "max_position_embeddings": 4096, "sliding_window": 16 }
            """;

        Assert.Empty(Compare(mistral, Llama, CheckpointUse.Base));
        Assert.Contains("model_type is 'mistral', but Test.Model declares 'llama'", Compare(mistral, Llama, CheckpointUse.Own));
        Assert.Equal(
            ["attention_bias is false, but Test.Model declares true"], Compare(mistral, With("\"attention_bias\": true"), CheckpointUse.Base));
    }

    [Theory]
    [InlineData("gemma")]
    [InlineData("unheard_of")]
    public void FamilyThatComputesSomethingElse_IsRefused(string family)
    {
        // gemma has the same tensors of the same shapes and scales them otherwise
        string other = Llama.Replace("\"llama\"", $"\"{family}\"", System.StringComparison.Ordinal);

        Assert.Contains($"model_type is '{family}', but Test.Model declares 'llama'", Compare(other, Llama, CheckpointUse.Base));
    }

    [Fact]
    public void WindowOfZero_IsNone()
    {
        string mistral = Llama.Replace("\"llama\"", "\"mistral\"", System.StringComparison.Ordinal);
        string none = mistral.Replace("\"vocab_size\"", "\"sliding_window\": null, \"vocab_size\"", System.StringComparison.Ordinal);
        string zero = none.Replace("null", "0", System.StringComparison.Ordinal);

        Assert.Empty(Compare(none, zero, CheckpointUse.Own));
        Assert.Equal(["sliding_window is 4096, but Test.Model declares null"], Compare(mistral, none, CheckpointUse.Own));
    }

    [Theory]
    [InlineData("{ \"a\": 1, \"torch_dtype\": \"float32\", \"b\": 1e-05 }", "{\n  \"a\": 1,\n  \"torch_dtype\": \"bfloat16\",\n  \"b\": 1e-05\n}\n")]
    [InlineData("{ \"dtype\": \"float32\" }", "{\n  \"torch_dtype\": \"bfloat16\"\n}\n")]
    [InlineData("{}", "{\n  \"torch_dtype\": \"bfloat16\"\n}\n")]
    public void WrittenConfig_SaysTheTypeOfTheWeights(string text, string expected) =>
        Assert.Equal(expected, ConfigFile.Parse(text, "x").WithDtype("bfloat16"));

    private static string With(string key) => Llama.Replace("\"model_type\"", key + ", \"model_type\"", System.StringComparison.Ordinal);

    private static string[] Compare(string found, string declared, CheckpointUse use) =>
    [
        .. ConfigComparison.Compare(ConfigFile.Parse(found, "config.json"), ConfigFile.Parse(declared, "Test.Model"), use, null).Select(fault => fault.Problem),
    ];
}
