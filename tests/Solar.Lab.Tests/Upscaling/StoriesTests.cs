using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.Compilation;
using Solar.Lab.Evaluation;
using Solar.Lab.Tests.Golden;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Layers;
using Solar.Runtime.Text;
using Solar.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Upscaling;

/// <summary>A real trained model, up-scaled, against figures that an independent program computed.</summary>
public sealed class StoriesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-stories-").FullName;

    public StoriesTests() => set_num_threads(1);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("solar_m1", 1, 0.763717, 5.693092, 4.007883)]
    [InlineData("solar_m2", 2, 0.587191, 5.564716, 3.996350)]
    [InlineData("naive_m0", 0, 0.962638, 5.329583, 3.712047)]
    public async Task UpscaledStories_HaveThePublishedLosses(string order, int drop, double greedy, double wikitext, double shakespeare)
    {
        string @base = SolarAssets.Path("stories260K/hf");
        CompiledProgram program = Compile($"\"Upscale(Base, dropTop: {drop}, dropBottom: {drop})\"");
        await Run(program, nameof(UpscaleAndMeasure), @base, _folder, order, new[] { greedy, wikitext, shakespeare });
    }

    [SkippableFact]
    public async Task UpscaledStories_EqualTheReferenceTensorForTensor()
    {
        string @base = SolarAssets.Path("stories260K/hf");
        CompiledProgram program = Compile("{ layers: Base, ranges: [\"0..4\", \"1..5\"] }");
        await Run(program, nameof(UpscaleAndCompare), @base, _folder, SolarAssets.Path("stories260K/hf/dus/solar_m1"));
    }

    [SkippableFact]
    public void BaseStory_IsThePublishedText()
    {
        string @base = SolarAssets.Path("stories260K/hf");
        CompiledProgram program = Compile("\"Upscale(Base, dropTop: 1, dropBottom: 1)\"");
        program.Invoke(Method(nameof(TellStory)), ["Base"], @base);
    }

    private static CompiledProgram Compile(string recipe) => new InProcessCompiler().Compile(
        new ProgramSource()
            .AddCheckpoint("Base", SolarAssets.Path("stories260K/hf"))
            .AddYaml("test", $"namespace: {ProgramSource.Namespace}\nmodels:\n  UpScaled: {recipe}\n"));

    private static Task Run(CompiledProgram program, string method, params object[] arguments) =>
        (Task)program.Invoke(Method(method), ["UpScaled"], arguments)!;

    private static MethodInfo Method(string name) => typeof(StoriesTests).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static async Task UpscaleAndMeasure<TModel>(string @base, string folder, string order, double[] losses)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        string target = Path.Combine(folder, order);
        await Runtime.Checkpoints.Upscaling.RunAsync<TModel>(@base, target);

        using TModel model = TModel.Load(target);
        using (IDisposable noGrad = no_grad())
        {
            using var reference = new GoldenTensors(Path.Combine(@base, "dus", "expected.safetensors"));
            Tensor logits = model.forward(reference["input_ids"], ForwardContext.None);
            GoldenTensors.AssertClose(reference["logits." + order], logits, 1e-4, "logits");
        }

        using var expected = new GoldenTensors(Path.Combine(@base, "expected.safetensors"));
        string[] texts = ["greedy", "wikitext2-test", "tinyshakespeare"];
        foreach ((string text, double loss) in texts.Zip(losses))
        {
            int[] ids = [.. expected[$"nll.{text}.input_ids"].data<long>().Select(id => (int)id)];
            Assert.Equal(loss, TokenLoss.Mean(model, ids), 1e-5);
        }
    }

    private static async Task UpscaleAndCompare<TModel>(string @base, string folder, string reference)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        string target = Path.Combine(folder, "compare");
        await Runtime.Checkpoints.Upscaling.RunAsync<TModel>(@base, target);

        using CheckpointReader expected = CheckpointReader.Open(reference);
        using CheckpointReader actual = CheckpointReader.Open(target);
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (string name in expected.Tensors.Keys)
        {
            Assert.True(expected.Tensors[name].Bytes.SequenceEqual(actual.Tensors[name].Bytes), $"{name} differs");
        }
    }

    private static void TellStory<TModel>(string @base)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(@base, "expected.json")));
        string text = expected.RootElement.GetProperty("greedy").GetProperty("text_256").GetString()!;

        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(@base);
        using TModel model = TModel.Load(@base);
        List<int> ids = [.. TokenGenerator.Stream(model, [tokenizer.BosId], new GenerationOptions { MaxNewTokens = 256 })];

        Assert.Equal(text, tokenizer.Decode(ids).TrimStart());
        Assert.Equal(0.457346, TokenLoss.Mean(model, [tokenizer.BosId, .. ids]), 1e-5);
    }
}
