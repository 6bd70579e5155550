using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Solar.Lab.Compilation;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.OwnModules;

/// <summary>A user's own module in the place of the feed-forward block: made, loaded, grown and saved like a built-in one.</summary>
public sealed class OwnModuleTests : IDisposable
{
    private const string Shared = "decoder: { vocab_size: 20, hidden_size: 16, num_hidden_layers: 3, max_position_embeddings: 32, dtype: float32 }, "
        + "attention: { num_attention_heads: 2 }, rotary_embedding: , rms_norm:";

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-own-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ModuleThatComputesWhatTheBuiltInOneDoes_GivesItsLogitsAlsoGrown()
    {
        CompiledProgram program = Compile(
            $$"""
              BuiltIn: { {{Shared}}, gated_mlp: { intermediate_size: 24 } }
              Own: { {{Shared}}, own_mlp: { module: Solar.Lab.Tests.OwnModules.PlainGatedMlp, intermediate_size: 24 } }
              GrownBuiltIn: { upscale: BuiltIn, drop_top: 1, drop_bottom: 1 }
              GrownOwn: { upscale: Own, drop_top: 1, drop_bottom: 1 }
            """);

        Run(program, nameof(Compare), "BuiltIn", "Own", "GrownBuiltIn", "GrownOwn");
    }

    [Fact]
    public void ModuleInSomeLayersBesideExperts_HasItsParametersThere()
    {
        CompiledProgram program = Compile(
            $$"""
              Own: { {{Shared}}, own_mlp: { module: Solar.Lab.Tests.OwnModules.PlainGatedMlp, intermediate_size: 24 }, mixture_of_experts: { num_experts: 2, intermediate_size: 8, mlp_only_layers: [1] } }
            """);

        Run(program, nameof(RoundTrip), "Own");
    }

    [Fact]
    public void ModuleWithOtherParametersThanItDeclares_IsNamedWithThemWhenItIsMade()
    {
        CompiledProgram program = Compile($$"""  Own: { {{Shared}}, own_mlp: { module: Solar.Lab.Tests.OwnModules.LyingMlp, intermediate_size: 24 } }""");

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Run(program, nameof(Create), "Own"));

        Assert.Equal(
            "The parameters of Solar.Lab.Tests.OwnModules.LyingMlp are not those that its [ModuleTensor] attributes declare: "
            + "'up_proj.weight' is declared as [16, 16] and is [24, 16]; 'up_proj.bias' is declared as [24] and is missing; 'down_proj.weight' [16, 24] is not declared.",
            exception.Message);
    }

    [Fact]
    public void ModuleThatDoesNotBindAParameter_IsRefusedWhenItIsLoaded()
    {
        CompiledProgram program = Compile($$"""  Own: { {{Shared}}, own_mlp: { module: Solar.Lab.Tests.OwnModules.ForgetfulMlp, intermediate_size: 24 } }""");

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Run(program, nameof(RoundTrip), "Own"));

        Assert.Equal("Bind of Solar.Compiled.Own did not take model.layers.0.mlp.gate_proj.weight.", exception.Message);
    }

    [Fact]
    public void ModuleOfNoLoadedAssembly_IsRefusedAtItsName()
    {
        DeclarationException exception = Assert.Throws<DeclarationException>(
            () => Compile($$"""  Own: { {{Shared}}, own_mlp: { module: Elsewhere.Mlp } }"""));

        Assert.Contains(
            "SOLAR111: 'Elsewhere.Mlp' cannot stand in for the feed-forward block: no assembly that this process has loaded has such a type", exception.Message, StringComparison.Ordinal);
    }

    private CompiledProgram Compile(string models) =>
        new InProcessCompiler().Compile(new ProgramSource().AddYaml("own.solar.yaml", $"namespace: {ProgramSource.Namespace}\nmodels:\n{models}\n"));

    private void Run(CompiledProgram program, string method, params string[] names) =>
        program.Invoke(typeof(OwnModuleTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!, names, _folder);

    private static void Create<TModel>(string folder)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel> => TModel.Create().Dispose();

    private static void RoundTrip<TModel>(string folder)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using TModel made = TModel.Create();
        made.Save(Path.Combine(folder, "made"));
        using TModel read = Checkpoint.Load<TModel>(Path.Combine(folder, "made"));

        Assert.Equal(TModel.Description.ParameterCount, made.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(TModel.Tensors().Select(tensor => tensor.Name).Order(), read.named_parameters().Select(pair => pair.name).Order());
        Assert.Equal(0, Distance(made, read));
    }

    private static void Compare<TBuiltIn, TOwn, TGrownBuiltIn, TGrownOwn>(string folder)
        where TBuiltIn : nn.Module, ICausalLanguageModel, IModelDefinition<TBuiltIn>
        where TOwn : nn.Module, ICausalLanguageModel, IModelDefinition<TOwn>
        where TGrownBuiltIn : nn.Module, ICausalLanguageModel, IModelDefinition<TGrownBuiltIn>
        where TGrownOwn : nn.Module, ICausalLanguageModel, IModelDefinition<TGrownOwn>
    {
        string builtIn = Path.Combine(folder, "built-in"), own = Path.Combine(folder, "own");
        using TBuiltIn first = TBuiltIn.Create();
        first.Save(builtIn);
        Directory.CreateDirectory(own);
        File.Copy(Path.Combine(builtIn, "model.safetensors"), Path.Combine(own, "model.safetensors"));
        File.WriteAllText(Path.Combine(own, "config.json"), TOwn.Description.Config);
        using TOwn second = Checkpoint.Load<TOwn>(own);
        Assert.True(Distance(first, second) < 1e-6);
        Assert.Contains("\"module\": \"Solar.Lab.Tests.OwnModules.PlainGatedMlp\"", TOwn.Description.Config, StringComparison.Ordinal);

        Runtime.Checkpoints.Upscaling.RunAsync<TGrownBuiltIn>(builtIn, builtIn + "-grown").GetAwaiter().GetResult();
        Runtime.Checkpoints.Upscaling.RunAsync<TGrownOwn>(own, own + "-grown").GetAwaiter().GetResult();
        using TGrownBuiltIn third = Checkpoint.Load<TGrownBuiltIn>(builtIn + "-grown");
        using TGrownOwn fourth = Checkpoint.Load<TGrownOwn>(own + "-grown");
        Assert.Equal([0, 1, 1, 2], TGrownOwn.Description.LayerMap);
        Assert.True(Distance(third, fourth) < 1e-6);

        RoundTrip<TGrownOwn>(Path.Combine(folder, "again"));
    }

    private static double Distance(ICausalLanguageModel left, ICausalLanguageModel right)
    {
        using DisposeScope scope = NewDisposeScope();
        using var unrecorded = no_grad();
        Tensor ids = arange(0, 10, dtype: ScalarType.Int64).reshape(1, 10);
        return (left.forward(ids) - right.forward(ids)).abs().max().ToDouble();
    }
}
