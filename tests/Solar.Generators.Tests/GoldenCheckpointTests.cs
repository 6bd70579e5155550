using System;
using System.IO;
using System.Linq;
using System.Text;
using Solar.Generators.Tests.Harness;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>Real checkpoints as additional files: what their config.json declares has exactly the tensors that their safetensors hold.</summary>
public class GoldenCheckpointTests
{
    [SkippableTheory]
    [InlineData("golden/llama")]
    [InlineData("golden/llama3_rope")]
    [InlineData("golden/llama_mha_tied_bias")]
    [InlineData("golden/mistral_sw8")]
    [InlineData("golden/mixtral")]
    [InlineData("golden/qwen2_tied")]
    [InlineData("golden/qwen2_moe")]
    [InlineData("golden/falcon40b")]
    [InlineData("golden/gemma2")]
    [InlineData("golden/phi3")]
    [InlineData("golden/gpt2")]
    [InlineData("golden/gpt_neox")]
    [InlineData("stories260K/hf")]
    public void Config_DeclaresTheTensorsOfItsCheckpoint(string folder)
    {
        string config = File.ReadAllText(Path.Combine(SolarAssets.Path(folder), "config.json"));
        string header = Header(Path.Combine(SolarAssets.Path(folder), "model.safetensors"));

        TestRun run = TestProgram.Of(
            "[Solar.FromConfig(\"golden/config.json\")] [Solar.CheckAgainst(\"golden/config.json\", \"golden/tensors.json\")] public partial class X;")
            .With([("/p/golden/config.json", config), ("/p/golden/tensors.json", header)]).Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
    }

    /// <summary>The other way round: a wrong declaration of a real checkpoint is one error for each thing that is wrong.</summary>
    [SkippableFact]
    public void WrongDeclaration_IsToldByTheCheckpoint()
    {
        string config = File.ReadAllText(Path.Combine(SolarAssets.Path("golden/llama"), "config.json"));
        string header = Header(Path.Combine(SolarAssets.Path("golden/llama"), "model.safetensors"));

        string[] messages = TestProgram.Of("[Solar.FromConfig(\"config.json\")] [Solar.CheckAgainst(\"tensors.json\")] public partial class X;")
            .With([
                ("/p/config.json", config.Replace("\"num_hidden_layers\": ", "\"num_hidden_layers\": 1", StringComparison.Ordinal)
                    .Replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true", StringComparison.Ordinal)),
                ("/p/tensors.json", header)]).Run().Messages;

        Assert.Equal(2, messages.Length);
        Assert.StartsWith("SOLAR350: num_hidden_layers is 1", messages.Single(message => message.Contains("SOLAR350", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("SOLAR352: 'tensors.json' has tensor 'lm_head.weight', and 'X' has no place for it", messages);
    }

    // The text between the eight bytes of its length and the tensors.
    private static string Header(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> length = stackalloc byte[8];
        file.ReadExactly(length);
        byte[] header = new byte[checked((int)BitConverter.ToInt64(length))];
        file.ReadExactly(header);
        return Encoding.UTF8.GetString(header);
    }
}
