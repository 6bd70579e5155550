using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Compiler.Reading.Mergekit;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>mergekit's own files, compiled to classes whose <c>MergeAsync</c> is run on mergekit's inputs: what comes out is what mergekit made.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class GoldenMergeTests : IDisposable
{
    private readonly DisposeScope _scope;
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-merged-").FullName;

    public GoldenMergeTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    [SkippableTheory]
    [InlineData("linear", "LinearMerge")]
    [InlineData("slerp", "Slerp")]
    [InlineData("nuslerp", "Nuslerp")]
    [InlineData("task_arithmetic", "TaskArithmetic")]
    [InlineData("ties", "Ties")]
    [InlineData("model_stock", "ModelStock")]
    public async Task EmittedMerge_IsMergekitsTensorForTensor(string name, string className)
    {
        Type type = EmittedAssembly.Load(Program(name)).GetType(className, throwOnError: true)!;
        string output = Path.Combine(_folder, "out");

        await Merge(type, output);

        Dictionary<string, Tensor> made = Read(output), expected = Read(SolarAssets.Path($"golden/merge/out_{name}"));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, tensor => AssertNear(tensor.Value, made[tensor.Key]));
    }

    /// <summary>Of tensors with less than 1 / gamma elements mergekit drops every difference, so that the base comes out; Solar drops the share that was asked for.</summary>
    [SkippableFact]
    public async Task Breadcrumbs_AreMergekitsButForTensorsTooSmallForItsGamma()
    {
        string output = Path.Combine(_folder, "out");
        await Merge(EmittedAssembly.Load(Program("breadcrumbs")).GetType("Breadcrumbs", throwOnError: true)!, output);

        Dictionary<string, Tensor> made = Read(output), expected = Read(SolarAssets.Path("golden/merge/out_breadcrumbs")), unchanged = Read(SolarAssets.Path("golden/merge/inA"));
        string[] small = [.. expected.Keys.Where(key => expected[key].numel() < 100)];
        Assert.Equal(17, small.Length);
        Assert.All(small, key => AssertNear(unchanged[key], expected[key]));
        Assert.All(small.Where(key => key != "model.norm.weight"), key => Assert.True((made[key] - unchanged[key]).abs().max().ToDouble() > 0.01, key));
        Assert.All(expected.Keys.Except(small), key => AssertNear(expected[key], made[key]));
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Dictionary<string, Tensor> Read(string directory) => TensorFile.Read(Path.Combine(directory, "model.safetensors"));

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        double distance = (expected - actual).abs().max().ToDouble();
        Assert.True(distance <= 1e-6 * Math.Max(1, expected.abs().max().ToDouble()), $"{distance:g3}");
    }

    // A folder for each parameter that ends in Dir, by the golden folder of that name.
    private static Task<MergeResult> Merge(Type type, string output)
    {
        MethodInfo merge = type.GetMethod("MergeAsync")!;
        object?[] arguments =
        [
            .. merge.GetParameters().Select(parameter => parameter.Name switch
            {
                "outDir" => output,
                "options" => null,
                "cancellationToken" => (object?)CancellationToken.None,
                { } name => SolarAssets.Path("golden/merge/" + name[..^"Dir".Length]),
                _ => throw new InvalidOperationException("A parameter has a name."),
            }),
        ];
        return (Task<MergeResult>)merge.Invoke(null, arguments)!;
    }

    private static JoinedProgram Program(string name)
    {
        string config = File.ReadAllText(SolarAssets.Path("golden/merge/inA/config.json"));
        string[] keys = ["hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "vocab_size", "max_position_embeddings", "rms_norm_eps"];
        string values = string.Join(", ", keys.Select(key => $"{key}: {System.Text.Json.JsonDocument.Parse(config).RootElement.GetProperty(key)}"));
        string models = $"models:\n{string.Concat("ABC".Select(letter => $"  In{letter}: {{ mistral: {{ {values}, sliding_window: 0 }}, weights: in{letter} }}\n"))}";
        YamlProgram[] files =
        [
            YamlProgramReader.Read("models.solar.yaml", models),
            MergekitReader.Read(name + ".mergekit.yml", File.ReadAllText(SolarAssets.Path($"golden/merge/{name}.yml"))),
        ];
        JoinedProgram program = ProgramJoiner.Join(files.SelectMany(file => file.Declarations).Select(declaration => declaration.Read), []);
        Assert.Empty(program.Findings.Select(finding => finding.Message));
        return program;
    }
}
