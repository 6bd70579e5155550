using System;
using System.IO;
using Solar.Lab.Compilation;
using Solar.Runtime;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.Compilation;

/// <summary>Weights that a declaration names, in the Hugging Face cache as huggingface_hub lays it out: a snapshot of links to blobs.</summary>
public sealed class DeclaredWeightsTests : IDisposable
{
    private readonly string _hub = Directory.CreateTempSubdirectory("solar-hub-").FullName;
    private readonly string? _before = Environment.GetEnvironmentVariable("HF_HUB_CACHE");

    public DeclaredWeightsTests() => Environment.SetEnvironmentVariable("HF_HUB_CACHE", _hub);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", _before);
        Directory.Delete(_hub, recursive: true);
    }

    [SkippableFact]
    public void ModelWithDeclaredWeights_LoadsThemWithoutAFolder()
    {
        Cache(SolarAssets.Path("stories260K/hf"), "karpathy", "stories260K");
        CompiledProgram program = new InProcessCompiler().Compile(new ProgramSource().AddYaml("weights", $$"""
            namespace: {{ProgramSource.Namespace}}
            models:
              Stories:
                llama:
                  hidden_size: 64
                  intermediate_size: 172
                  num_hidden_layers: 5
                  num_attention_heads: 8
                  num_key_value_heads: 4
                  vocab_size: 512
                  max_position_embeddings: 512
                  rms_norm_eps: 1e-5
                  tie_word_embeddings: true
                weights: karpathy/stories260K
                expect: { parameters: 260032 }
            """));

        using var model = (ICausalLanguageModel)program["Stories"].GetMethod("Load", [typeof(Placement)])!.Invoke(null, [default(Placement)])!;

        Assert.Equal(512, model.MaxPositions);
    }

    private void Cache(string folder, string organisation, string name)
    {
        string repository = Path.Combine(_hub, $"models--{organisation}--{name}");
        string snapshot = Directory.CreateDirectory(Path.Combine(repository, "snapshots", "0a1b2c")).FullName;
        Directory.CreateDirectory(Path.Combine(repository, "refs"));
        File.WriteAllText(Path.Combine(repository, "refs", "main"), "0a1b2c");
        foreach (string file in new[] { "config.json", "model.safetensors" })
        {
            File.CreateSymbolicLink(Path.Combine(snapshot, file), Path.Combine(folder, file));
        }
    }
}
