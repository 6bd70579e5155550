using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Specs;
using Solar.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Depth up-scaling of every family: three layers become four, [0, 1] and [1, 2].</summary>
[Collection(nameof(GoldenModelTests))]
public sealed partial class FamilyUpscalingTests : IDisposable
{
    private const string Grouped = "\"num_key_value_heads\": 2, ";

    private const string Experts = Grouped +
        "\"num_experts\": 4, \"num_experts_per_tok\": 2, \"moe_intermediate_size\": 16, \"shared_expert_intermediate_size\": 24, ";

    private static readonly int[] Stack = [0, 1, 1, 2];

    private readonly DisposeScope _scope;
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-families-").FullName;

    public FamilyUpscalingTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public static TheoryData<string, double> Models => GoldenModelTests.Models;

    /// <summary>Which tensor comes from which is worked out here from names alone: the number of the layer, and nothing else, changes.</summary>
    [SkippableTheory]
    [MemberData(nameof(Models))]
    public async Task EveryTensorOfTheMap_HasTheBytesOfItsSource(string name, double tolerance)
    {
        _ = tolerance;
        (_, string output) = await Make(Golden(name));
        Dictionary<string, Tensor> made = Read(output), source = Read(Golden(name));

        string[] expected = [.. source.Keys.Where(key => !LayerOf().IsMatch(key)),
            .. Stack.SelectMany((from, layer) => source.Keys.Where(key => Layer(key) == from).Select(key => Moved(key, layer)))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        Assert.All(made, tensor =>
        {
            Tensor original = source[Layer(tensor.Key) is { } layer ? Moved(tensor.Key, Stack[layer]) : tensor.Key];
            Assert.Equal(original.shape, tensor.Value.shape);
            Assert.Equal(original.bytes.ToArray(), tensor.Value.bytes.ToArray());
        });
    }

    /// <summary>The base's own layers, run one after the other in the order of the map, are the stack that one makes by hand.</summary>
    [SkippableTheory]
    [MemberData(nameof(Models))]
    public async Task Forward_IsThatOfTheLayersStackedByHand(string name, double tolerance)
    {
        _ = tolerance;
        (Type type, string output) = await Make(Golden(name));
        CheckForward(type, output, Golden(name));
    }

    private static void CheckForward(Type type, string output, string source)
    {
        using IDisposable unrecorded = no_grad();               // of this thread; the one before the await may have been another
        using ICausalLanguageModel grown = type.Load(output);
        using ICausalLanguageModel @base = type.Assembly.GetType(FoundPrograms.Base, throwOnError: true)!.Load(source);
        Dictionary<string, Tensor> io = Read(Golden("llama"), "io");
        Tensor ids = io["input_ids"], mask = io["mask"];

        Tensor stacked = @base.forward(ids, new ForwardContext { LayerOrder = Stack });
        Assert.Equal(0, Distance(stacked, grown.forward(ids)));
        Assert.True(Distance(stacked, @base.forward(ids)) > 1e-3, "a layer more changes nothing");

        // And a module that knows of no recipe: four layers by the written config.json, with the written tensors.
        using ICausalLanguageModel found = EmittedAssembly.Load(FoundPrograms.Of(output)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(output);
        Assert.Equal(0, Distance(stacked, found.forward(ids)));

        Tensor real = mask.to(ScalarType.Bool);
        Assert.Equal(0, Distance(
            @base.forward(ids, new ForwardContext { LayerOrder = Stack, AttentionMask = mask })[real],
            grown.forward(ids, new ForwardContext { AttentionMask = mask })[real]));
    }

    /// <summary>A cache has a place for each layer of the stack, and windows of their own kind.</summary>
    [SkippableTheory]
    [MemberData(nameof(Models))]
    public async Task CutSequenceWithACache_HasTheLogitsOfTheWhole(string name, double tolerance)
    {
        (Type type, string output) = await Make(Golden(name));
        using IDisposable unrecorded = no_grad();
        using ICausalLanguageModel grown = type.Load(output);
        Tensor ids = Read(Golden(name), "io")["input_ids"];

        using KeyValueCache cache = grown.CreateCache(batch: 2, capacity: 24);
        Tensor[] pieces = [.. new[] { 0..11, 11..12, 12..13, 13..24 }.Select(piece => grown.forward(ids[.., piece], new ForwardContext { Cache = cache }))];

        Assert.InRange(Distance(grown.forward(ids), cat(pieces, 1)), 0, tolerance);
    }

    /// <summary>Whoever finds the folder later has config.json alone: it says the same layers.</summary>
    [SkippableTheory]
    [MemberData(nameof(Models))]
    public async Task WrittenConfig_ReadsBackAsTheSameLayers(string name, double tolerance)
    {
        _ = tolerance;
        (_, string output) = await Make(Golden(name));
        CheckConfig(output, Golden(name));
    }

    /// <summary>
    /// Windows and experts that some layers have and others do not go with the layer; config.json says it in the family's own keys, as far as
    /// they can.
    /// </summary>
    [SkippableTheory]
    [InlineData("qwen2", Grouped + "\"use_sliding_window\": true, \"sliding_window\": 5, \"max_window_layers\": 1", "\"max_window_layers\":1,")]
    [InlineData("qwen2", Grouped + "\"use_sliding_window\": true, \"sliding_window\": 5, \"max_window_layers\": 2", "\"max_window_layers\":3,")]
    [InlineData("qwen3", Grouped + "\"use_sliding_window\": true, \"sliding_window\": 5, \"max_window_layers\": 2, \"head_dim\": 8", "\"max_window_layers\":3,")]
    [InlineData("qwen2", Grouped + "\"use_sliding_window\": true, \"sliding_window\": 5, \"layer_types\": [\"sliding_attention\", \"full_attention\", \"full_attention\"]", "\"layer_types\":[\"sliding_attention\",\"full_attention\",\"full_attention\",\"full_attention\"],")]
    [InlineData("qwen2_moe", Experts + "\"decoder_sparse_step\": 2", "\"mlp_only_layers\":[0,3],")]
    [InlineData("qwen2_moe", Experts + "\"mlp_only_layers\": [1]", "\"mlp_only_layers\":[1,2],")]
    [InlineData("qwen2_moe", Experts + "\"mlp_only_layers\": [0]", "\"mlp_only_layers\":[0],")]
    [InlineData("qwen", "\"kv_channels\": 8, \"seq_length\": 64", "\"num_hidden_layers\":4,")]
    [InlineData("olmo2", "\"num_key_value_heads\": 2", "\"num_hidden_layers\":4,")]
    public async Task KindOfALayer_GoesWithTheLayer(string family, string keys, string written)
    {
        string source = Path.Combine(_folder, "source");
        Directory.CreateDirectory(source);
        File.WriteAllText(Path.Combine(source, "config.json"), $$"""
            { "model_type": "{{family}}", "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4, "vocab_size": 128, {{keys}} }
            """);
        Type tiny = EmittedAssembly.Load(FoundPrograms.Of(source)).GetType(FoundPrograms.Base, throwOnError: true)!;
        using (Generator generator = new(11, CPU))
        using (var fresh = (IDisposable)Activator.CreateInstance(tiny, new Placement(Generator: generator) { InitializerRange = 0.25 })!)
        {
            Directory.Delete(source, recursive: true);
            tiny.GetMethod("Save")!.Invoke(fresh, [source]);
        }

        (Type type, string output) = await Make(source);

        CheckForward(type, output, source);
        CheckConfig(output, source);
        Assert.Contains(written, Space().Replace(File.ReadAllText(Path.Combine(output, "config.json")), ""), StringComparison.Ordinal);
    }

    private static void CheckConfig(string output, string source)
    {
        JoinedProgram program = FoundPrograms.Of(source, FoundPrograms.Upscale(1, 1));
        DecoderSpec declared = program.FindModel(FoundPrograms.Grown)!.Spec, tiny = program.FindModel(FoundPrograms.Base)!.Spec;

        ConfigReading read = ConfigJsonReader.Read("config.json", File.ReadAllText(Path.Combine(output, "config.json")));
        Family family = Family.Find(read.Architecture!.Family)!;
        DecoderSpec found = family.Lower(family.Normalize(read.Architecture.Values));

        Assert.Equal(Stack.Select(tiny.LayerAt), Enumerable.Range(0, found.NumHiddenLayers).Select(found.LayerAt));
        Assert.Equal(declared.Positions, found.Positions);
        Assert.Equal(declared.Head, found.Head);
        Assert.Equal(ConfigJson.Write(declared), ConfigJson.Write(found));
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(Type Type, string Output)> Make(string source)
    {
        Type type = EmittedAssembly.Load(FoundPrograms.Of(source, FoundPrograms.Upscale(1, 1))).GetType(FoundPrograms.Grown, throwOnError: true)!;
        string output = Path.Combine(_folder, "out");
        await type.UpscaleAsync(source, output);
        return (type, output);
    }

    private static string Golden(string name) => SolarAssets.Path($"golden/{name}");

    private static Dictionary<string, Tensor> Read(string folder, string file = "model") => TensorFile.Read(Path.Combine(folder, file + ".safetensors"));

    private static double Distance(Tensor a, Tensor b)
    {
        Assert.Equal(a.shape, b.shape);
        return (a - b).abs().max().ToDouble();
    }

    private static int? Layer(string key) => LayerOf().Match(key) is { Success: true } match ? int.Parse(match.Value[1..^1]) : null;

    private static string Moved(string key, int layer) => LayerOf().Replace(key, $".{layer}.", 1);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    // Experts have numbers too; the first one in a name is the layer's.
    [GeneratedRegex(@"(?<=^(?:model\.layers|transformer\.h|gpt_neox\.layers))\.\d+\.")]
    private static partial Regex LayerOf();
}
