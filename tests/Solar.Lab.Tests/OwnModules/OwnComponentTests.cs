using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Solar.Families;
using Solar.Lab.Compilation;
using Solar.Lab.Tests.Golden;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.OwnModules;

/// <summary>A decoder whose attention, feed-forward block and norms are all the user's own and compute what Llama does, against the reference's results.</summary>
public sealed class OwnComponentTests : IDisposable
{
    private const string Own = "own_attention: { module: Solar.Lab.Tests.OwnModules.PlainAttention }, rotary_embedding: , "
        + "own_mlp: { module: Solar.Lab.Tests.OwnModules.PlainGatedMlp, intermediate_size: 112 }, own_norm: { module: Solar.Lab.Tests.OwnModules.PlainRmsNorm, eps: ";

    private const string BuiltIn = "rotary_embedding: , gated_mlp: { intermediate_size: 112 }, rms_norm: { eps: ";

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-own-").FullName;

    public OwnComponentTests() => set_num_threads(1);

    /// <summary>A golden folder, the window of its attention, the epsilon of its norms, and what is compared.</summary>
    public static TheoryData<string, int, string, string> Comparisons
    {
        get
        {
            TheoryData<string, int, string, string> all = [];
            foreach ((string folder, int window, string eps) in new[] { ("llama", 0, "1e-5"), ("mistral_sw8", 8, "1e-6") })
            {
                all.Add(folder, window, eps, nameof(GoldenChecks.LogitsAndHiddenStates));
                all.Add(folder, window, eps, nameof(GoldenChecks.PaddedBatch));
                all.Add(folder, window, eps, nameof(GoldenChecks.LossAndGradients));
                all.Add(folder, window, eps, nameof(GoldenChecks.GreedyIds));
                all.Add(folder, window, eps, nameof(GoldenChecks.OptimizerSteps));
            }

            return all;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [MemberData(nameof(Comparisons))]
    public void ModulesThatComputeWhatLlamaDoes_GiveTheReferencesResults(string golden, int window, string eps, string check)
    {
        string assets = SolarAssets.Path("golden/" + golden);
        CompiledProgram program = Compile($"  Own: {{ {Model(window)}, {Own}{eps} }} }}");
        foreach (string file in Directory.GetFiles(assets, "*.safetensors"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(_folder, "config.json"), ConfigJson.Write(Assert.Single(program.Program.Models).Spec));
        object[] tolerance = check == nameof(GoldenChecks.GreedyIds) ? [] : [check == nameof(GoldenChecks.OptimizerSteps) ? 1e-4 : 1e-5];

        program.Invoke(typeof(GoldenChecks).GetMethod(check, BindingFlags.Public | BindingFlags.Static)!, ["Own"], [_folder, .. tolerance]);
    }

    /// <summary>Layers of two kinds, in another order: windows go with their layers, and the cache and the padding with all of them.</summary>
    [SkippableFact]
    public void UpscaledOwnModules_ComputeWhatTheUpscaledBuiltInOnesDo()
    {
        string assets = SolarAssets.Path("golden/llama");
        string pattern = ", layer_types: [full_attention, sliding_attention]";
        CompiledProgram program = Compile(
            $$"""
              BuiltIn: { {{Model(4, pattern)}}, {{BuiltIn}}1e-5 } }
              Own: { {{Model(4, pattern)}}, {{Own}}1e-5 } }
              GrownBuiltIn: { upscale: BuiltIn, drop_top: 1, drop_bottom: 1 }
              GrownOwn: { upscale: Own, drop_top: 1, drop_bottom: 1 }
            """);

        Run(program, nameof(Grow), [assets], "BuiltIn", "Own", "GrownBuiltIn", "GrownOwn");
    }

    [Fact]
    public void NormWithoutParameters_HasNoneInTheCheckpoint()
    {
        CompiledProgram program = Compile($"  Own: {{ {Model(0)}, rotary_embedding: , mlp: {{ intermediate_size: 8, bias: false }}, own_norm: {{ module: Solar.Lab.Tests.OwnModules.NoNorm }} }}");

        Run(program, nameof(RoundTrip), [], "Own");
    }

    [Theory]
    [InlineData("own_norm: { module: Solar.Lab.Tests.OwnModules.PlainGatedMlp }", "PlainGatedMlp' cannot stand in for the norms: it has no public constructor (Placement placement, int hiddenSize, double eps)")]
    [InlineData("own_attention: { module: Solar.Lab.Tests.OwnModules.PlainRmsNorm }, rms_norm: ", "PlainRmsNorm' cannot stand in for attention: it does not derive from TorchSharp's Module<Tensor, AttentionInputs, int, Tensor>")]
    [InlineData("own_norm: { module: Solar.Lab.Tests.OwnModules.OwnComponentTests }", "OwnComponentTests' cannot stand in for the norms: it does not derive from TorchSharp's Module<Tensor, Tensor>")]
    public void ModuleOfAnotherConvention_IsRefusedAtItsName(string component, string message)
    {
        DeclarationException exception = Assert.Throws<DeclarationException>(() => Compile($"  Own: {{ {Model(0)}, rotary_embedding: , mlp: , {component} }}"));

        Assert.Contains($"SOLAR111: 'Solar.Lab.Tests.OwnModules.{message}", exception.Message, StringComparison.Ordinal);
    }

    private static string Model(int window, string pattern = "") =>
        "decoder: { vocab_size: 128, hidden_size: 64, num_hidden_layers: 3, max_position_embeddings: 64, dtype: float32 }, "
        + $"attention: {{ num_attention_heads: 4, num_key_value_heads: 2, sliding_window: {window}{pattern} }}";

    private static CompiledProgram Compile(string models) =>
        new InProcessCompiler().Compile(new ProgramSource().AddYaml("own.solar.yaml", $"namespace: {ProgramSource.Namespace}\nmodels:\n{models}\n"));

    private void Run(CompiledProgram program, string method, string[] arguments, params string[] names) =>
        program.Invoke(typeof(OwnComponentTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!, names, [_folder, .. arguments]);

    private static void RoundTrip<TModel>(string folder)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using TModel made = TModel.Create();
        made.Save(folder);
        using TModel read = Checkpoint.Load<TModel>(folder);

        Assert.DoesNotContain(TModel.Tensors(), tensor => tensor.Name.Contains("norm", StringComparison.Ordinal));
        Assert.Equal(TModel.Description.ParameterCount, made.parameters().Sum(parameter => parameter.numel()));
        AssertAlike(made, read);
    }

    private static void Grow<TBuiltIn, TOwn, TGrownBuiltIn, TGrownOwn>(string folder, string assets)
        where TBuiltIn : nn.Module, ICausalLanguageModel, IModelDefinition<TBuiltIn>
        where TOwn : nn.Module, ICausalLanguageModel, IModelDefinition<TOwn>
        where TGrownBuiltIn : nn.Module, ICausalLanguageModel, IModelDefinition<TGrownBuiltIn>
        where TGrownOwn : nn.Module, ICausalLanguageModel, IModelDefinition<TGrownOwn>
    {
        string builtIn = Base<TBuiltIn>(folder, assets), own = Base<TOwn>(folder, assets);
        Runtime.Checkpoints.Upscaling.RunAsync<TGrownBuiltIn>(builtIn, builtIn + "-grown").GetAwaiter().GetResult();
        Runtime.Checkpoints.Upscaling.RunAsync<TGrownOwn>(own, own + "-grown").GetAwaiter().GetResult();

        Assert.Equal([0, 1, 1, 2], TGrownOwn.Description.LayerMap);
        Assert.Equal(TGrownBuiltIn.Tensors().Select(tensor => tensor.Name).Order(), TGrownOwn.Tensors().Select(tensor => tensor.Name).Order());
        using TGrownBuiltIn expected = Checkpoint.Load<TGrownBuiltIn>(builtIn + "-grown");
        using TGrownOwn grown = Checkpoint.Load<TGrownOwn>(own + "-grown");
        AssertAlike(expected, grown);
    }

    private static string Base<TModel>(string folder, string assets)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        string path = Directory.CreateDirectory(Path.Combine(folder, typeof(TModel).Name)).FullName;
        File.Copy(Path.Combine(assets, "model.safetensors"), Path.Combine(path, "model.safetensors"));
        File.WriteAllText(Path.Combine(path, "config.json"), TModel.Description.Config);
        return path;
    }

    // Whole sequences, padded ones, and one token after the other with the cache.
    private static void AssertAlike(ICausalLanguageModel left, ICausalLanguageModel right)
    {
        using DisposeScope scope = NewDisposeScope();
        using var unrecorded = no_grad();
        Tensor ids = arange(0, 12, dtype: ScalarType.Int64).reshape(1, 12);
        Tensor mask = cat([zeros(1, 3, ScalarType.Int64), ones(1, 9, ScalarType.Int64)], 1);
        GoldenTensors.AssertClose(left.forward(ids), right.forward(ids), 1e-5, "whole");

        var padded = new Runtime.Layers.ForwardContext { AttentionMask = mask };
        GoldenTensors.AssertClose(left.forward(ids, padded).narrow(1, 3, 9), right.forward(ids, padded).narrow(1, 3, 9), 1e-5, "padded");

        using Runtime.Layers.KeyValueCache leftCache = left.CreateCache(1, 12), rightCache = right.CreateCache(1, 12);
        for (int i = 0; i < 12; i++)
        {
            Tensor id = ids.narrow(1, i, 1);
            Tensor expected = left.forward(id, new Runtime.Layers.ForwardContext { Cache = leftCache });
            GoldenTensors.AssertClose(expected, right.forward(id, new Runtime.Layers.ForwardContext { Cache = rightCache }), 1e-5, $"token {i}");
        }
    }
}
