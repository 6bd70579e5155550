using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using CsCheck;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Specs;
using Solar.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Recipes carried out on real weights: what keeps the function keeps it to the bit, and what is made of two models is of both.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class GoldenRecipeTests : IDisposable
{
    private readonly DisposeScope _scope;
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-recipes-").FullName;

    public GoldenRecipeTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    [SkippableTheory]
    [InlineData("Expand(Tiny, every: 2)", 12)]
    [InlineData("Expand(Tiny, every: 4, add: 2)", 12)]
    [InlineData("Insert(Tiny, [2, 8], identity)", 10)]
    [InlineData("Expand(Expand(Tiny, every: 4), every: 5)", 12)]
    public async Task IdentityLayers_KeepTheFunctionToTheBit(string expression, int layers)
    {
        (Tensor grown, Tensor base_, Type type) = await Logits(expression);

        Assert.Equal(layers, type.GetField("LayerCount")!.GetValue(null));
        Assert.Equal(0, (grown - base_).abs().max().ToDouble());
    }

    /// <summary>Whatever the groups, however many new layers behind each, and whatever is expanded once more.</summary>
    [SkippableFact]
    public async Task RandomIdentityLayers_KeepTheFunctionToTheBit()
    {
        // Whether it is skipped is asked out here: what is drawn would take that for a failure.
        SolarAssets.Path("golden/merge/inA");
        await Expansions.SampleAsync(
            async made =>
            {
                (Tensor grown, Tensor base_, Type type) = await Logits(made.Expression);

                Assert.Equal(made.Depth, type.GetField("LayerCount")!.GetValue(null));
                Assert.Equal(0, (grown - base_).abs().max().ToDouble());
            },
            iter: 6, threads: 1);
    }

    private static readonly Gen<(string Expression, int Depth)> Expansions = Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Bool).Array[1, 3]
        .Select(steps => steps.Aggregate((Expression: "Tiny", Depth: 8), (inner, step) =>
        {
            int[] groups = [.. Enumerable.Range(1, inner.Depth).Where(every => inner.Depth % every == 0)];
            int every = groups[step.Item1 % groups.Length], add = 1 + (step.Item2 % every), place = 1 + (step.Item1 % inner.Depth);
            return step.Item3
                ? ($"Insert({inner.Expression}, {place}, identity)", inner.Depth + 1)
                : ($"Expand({inner.Expression}, every: {every}, add: {add})", inner.Depth + (inner.Depth / every * add));
        }));

    /// <summary>Every expert computes what the dense block does, and their weights sum to one.</summary>
    [SkippableFact]
    public async Task UpcycledModel_ComputesWhatTheDenseOneDoes()
    {
        (Tensor grown, Tensor base_, _) = await Logits("Upcycle(Tiny, experts: 4, expertsPerToken: 2, seed: 3)");

        Assert.InRange((grown - base_).abs().max().ToDouble(), 0, 1e-4);
    }

    [SkippableTheory]
    [InlineData("ResizeVocabulary(Tiny, 131, zero)", 128)]
    [InlineData("ResizeVocabulary(Tiny, 131, mean)", 128)]
    [InlineData("ResizeVocabulary(Tiny, 100, truncate)", 100)]
    public async Task ResizedVocabulary_LeavesTheLogitsOfOldTokens(string expression, int kept)
    {
        (Tensor grown, Tensor base_, _) = await Logits(expression, tokens: 100);

        Assert.Equal(0, (grown.narrow(-1, 0, kept) - base_.narrow(-1, 0, kept)).abs().max().ToDouble());
    }

    [SkippableFact]
    public async Task LayersOfTwoModels_AreTheBytesOfEach()
    {
        string a = SolarAssets.Path("golden/merge/inA"), b = SolarAssets.Path("golden/merge/inB");
        Assembly assembly = EmittedAssembly.Load(Program(a, "Layers(Tiny[0..4], Other[4..8], norm: Tiny)"));
        Type type = assembly.GetType(FoundPrograms.Grown, throwOnError: true)!;
        string output = Path.Combine(_folder, "out");

        MethodInfo make = type.GetMethod("UpscaleAsync")!;
        Assert.Equal(["tinyDir", "otherDir", "outDir", "cancellationToken"], make.GetParameters().Select(parameter => parameter.Name));
        UpscaleResult result = await (Task<UpscaleResult>)make.Invoke(null, [a, b, output, CancellationToken.None])!;

        Dictionary<string, Tensor> made = Read(output), ofA = Read(a), ofB = Read(b);
        Assert.All(made, tensor =>
        {
            bool isOfB = tensor.Key == "lm_head.weight" || (tensor.Key.StartsWith("model.layers.", StringComparison.Ordinal) && tensor.Key[13] >= '4');
            Assert.Equal((isOfB ? ofB : ofA)[tensor.Key].bytes.ToArray(), tensor.Value.bytes.ToArray());
        });
        Assert.Equal(["Found.Tiny", "Found.Other"], result.Manifest.BuiltFrom);
        Assert.Equal(["Found.Tiny", "Found.Other"], result.Manifest.Sources.Select(file => file.Source));
        Assert.Equal("Found.Other[7]", result.Manifest.LayerSources[^1].ToString());
        using ICausalLanguageModel model = type.Load(output);
        Assert.Equal(128, model.forward(tensor(new long[] { 1, 2, 3 }).unsqueeze(0)).size(-1));
    }

    [SkippableFact]
    public async Task AveragedLayer_IsTheMeanOfItsNeighbours()
    {
        string a = SolarAssets.Path("golden/merge/inA");
        Type type = EmittedAssembly.Load(Program(a, "Insert(Tiny, 3, average)")).GetType(FoundPrograms.Grown, throwOnError: true)!;
        await type.UpscaleAsync(a, Path.Combine(_folder, "out"));

        Dictionary<string, Tensor> made = Read(Path.Combine(_folder, "out")), source = Read(a);
        Assert.All(made.Keys.Where(name => name.StartsWith("model.layers.3.", StringComparison.Ordinal)), name =>
        {
            Tensor below = source[name.Replace(".3.", ".2.", StringComparison.Ordinal)].to(float64), above = source[name].to(float64);
            Assert.Equal(((below + above) / 2).to(float32).bytes.ToArray(), made[name].bytes.ToArray());
        });
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(Tensor Grown, Tensor Base, Type Type)> Logits(string expression, int tokens = 128)
    {
        string source = SolarAssets.Path("golden/merge/inA");
        Assembly assembly = EmittedAssembly.Load(Program(source, expression));
        Type type = assembly.GetType(FoundPrograms.Grown, throwOnError: true)!;
        string output = Path.Combine(_folder, Path.GetRandomFileName());
        await type.UpscaleAsync(source, output);

        using IDisposable noGrad = no_grad();
        Tensor ids = randint(0, tokens, [2, 17], dtype: int64, generator: new Generator(5));
        using ICausalLanguageModel grown = type.Load(output);
        using ICausalLanguageModel dense = assembly.GetType(FoundPrograms.Base, throwOnError: true)!.Load(source);
        return (grown.forward(ids), dense.forward(ids), type);
    }

    private static JoinedProgram Program(string directory, string expression)
    {
        ConfigReading config = ConfigJsonReader.Read("config.json", File.ReadAllText(Path.Combine(directory, "config.json")));
        Recipe recipe = RecipeExpressionReader.Read(expression, "", name => NameReference.Full("Found." + name)).Recipe!;
        ModelDeclaration[] models =
        [
            new(new DeclarationName("Found", "Tiny"), DeclarationShape.Public) { Architecture = config.Architecture },
            new(new DeclarationName("Found", "Other"), DeclarationShape.Public) { Architecture = config.Architecture },
            new(new DeclarationName("Found", "Grown"), DeclarationShape.Public) { Recipe = recipe },
        ];
        JoinedProgram program = ProgramJoiner.Join(models.Select(model => new ReadDeclaration(model.Name, model.Shape, model)), []);
        Assert.Empty(program.Broken);
        return program;
    }

    private static Dictionary<string, Tensor> Read(string directory) => TensorFile.Read(Path.Combine(directory, "model.safetensors"));
}
