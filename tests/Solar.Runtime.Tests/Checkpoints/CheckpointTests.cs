using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>Loading and saving of modules.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public CheckpointTests()
    {
        set_num_threads(1);
        using TinyModel model = Random(3);
        model.Save(_folder["in"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SavedModel_LoadsWithTheSameBytesNamesAndLogits()
    {
        using TinyModel model = Random(3);
        using TinyModel loaded = TinyModel.Load(_folder["in"]);
        using Tensor ids = tensor(new long[,] { { 1, 5, 9 } });

        Assert.Equal(TinyModel.Tensors().Select(tensor => tensor.Name).Order(), loaded.named_parameters().Select(pair => pair.name).Order());
        Assert.Equal(Bytes(model.forward(ids)), Bytes(loaded.forward(ids)));
        Assert.All(loaded.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
    }

    [Fact]
    public void LoadedWeights_AreTheFilesOwnBytes()
    {
        using (TinyModel model = TinyModel.Load(_folder["in"]))
        {
            Assert.True(MappedTensors.AreOver(_folder["in", "model.safetensors"]));
        }

        Assert.False(MappedTensors.AreOver(_folder["in", "model.safetensors"]));
    }

    [Fact]
    public void WritingToLoadedWeights_NeverReachesTheFile()
    {
        byte[] before = File.ReadAllBytes(_folder["in", "model.safetensors"]);
        using (TinyModel model = TinyModel.Load(_folder["in"]))
        {
            using IDisposable noGrad = no_grad();
            foreach (Parameter parameter in model.parameters())
            {
                parameter.fill_(7);
            }

            Assert.Equal(7, model.LmHead.weight![0, 0].item<float>());
        }

        Assert.Equal(before, File.ReadAllBytes(_folder["in", "model.safetensors"]));
    }

    [Fact]
    public void LoadedModel_CanBeTrainedAndSavedOverItself()
    {
        using TinyModel model = TinyModel.Load(_folder["in"]);
        using Tensor ids = tensor(new long[,] { { 1, 5, 9 } });
        Tensor loss = nn.functional.cross_entropy(model.forward(ids).view(-1, 16), ids.view(-1));
        loss.backward();
        using (no_grad())
        {
            foreach (Parameter parameter in model.parameters())
            {
                parameter.sub_(parameter.grad!);
            }
        }

        // the file that is replaced is the one that the weights are mapped from
        model.Save(_folder["in"]);
        using TinyModel again = TinyModel.Load(_folder["in"]);

        AssertSame(model, again);
        Assert.True(nn.functional.cross_entropy(again.forward(ids).view(-1, 16), ids.view(-1)).item<float>() < loss.item<float>());
    }

    [Fact]
    public void WeightsAndTheirViews_OutliveModelReaderAndCollections()
    {
        (Tensor view, float[] expected) = ViewOfADeadModel();
        for (int i = 0; i < 20; i++)
        {
            _ = new byte[10_000_000];
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(MappedTensors.AreOver(_folder["in", "model.safetensors"]));
        Assert.Equal(expected, view.data<float>().ToArray());

        view.Dispose();
        Assert.False(MappedTensors.AreOver(_folder["in", "model.safetensors"]));
    }

    [Fact]
    public void ModelLoadedInsideADisposeScope_SurvivesIt()
    {
        TinyModel model;
        using (NewDisposeScope())
        {
            model = TinyModel.Load(_folder["in"]);
        }

        using (model)
        {
            Assert.All(model.parameters(), parameter => Assert.False(parameter.IsInvalid));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OddHeader_StillGivesTheRightWeights(int padding)
    {
        string path = _folder["in", "model.safetensors"];
        byte[] file = File.ReadAllBytes(path);
        SafetensorsHeader header = SafetensorsHeader.Parse(file, file.Length, path);
        string json = Encoding.UTF8.GetString(file, 8, (int)header.DataStart - 8) + new string(' ', padding);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)json.Length), .. Encoding.UTF8.GetBytes(json), .. file[(int)header.DataStart..]]);

        using TinyModel expected = Random(3);
        using TinyModel loaded = TinyModel.Load(_folder["in"]);

        Assert.False(MappedTensors.AreOver(_folder["in", "model.safetensors"]));
        AssertSame(expected, loaded);
    }

    [Fact]
    public void AskedType_IsConvertedAndHoldsNoMapping()
    {
        using TinyModel model = TinyModel.Load(_folder["in"], new Placement(Dtype: ScalarType.BFloat16));

        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.BFloat16, parameter.dtype));
        Assert.False(MappedTensors.AreOver(_folder["in", "model.safetensors"]));
    }

    [Fact]
    public void StoredTypeThatIsNotDeclared_IsKept()
    {
        using (TinyModel model = TinyModel.Load(_folder["in"]))
        {
            Checkpoint.Save(model, _folder["half"], options: new SaveOptions { Dtype = ScalarType.BFloat16 });
        }

        using TinyModel half = TinyModel.Load(_folder["half"]);

        Assert.All(half.parameters(), parameter => Assert.Equal(ScalarType.BFloat16, parameter.dtype));
        Assert.Contains("\"torch_dtype\": \"bfloat16\"", File.ReadAllText(_folder["half", "config.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void SavedCheckpoint_HasShardsCarriedFilesAndWhatStandsAlongside()
    {
        using TinyModel model = Random(5);
        Directory.CreateDirectory(_folder["tokenizer"]);
        File.WriteAllText(_folder["tokenizer", "tokenizer_config.json"], "{}");
        File.WriteAllText(_folder["tokenizer", "diary.txt"], "not a tokenizer");

        Checkpoint.Save(model, _folder["out"], _folder["tokenizer"], new SaveOptions
        {
            MaxShardSize = 600,
            Alongside = writer => writer.WriteText("trainer_state.json", "{}"),
        });
        using TinyModel loaded = TinyModel.Load(_folder["out"]);

        Assert.Equal(
            [
                "config.json", "model-00001-of-00004.safetensors", "model-00002-of-00004.safetensors", "model-00003-of-00004.safetensors",
                "model-00004-of-00004.safetensors", "model.safetensors.index.json", "solar.json", "tokenizer_config.json", "trainer_state.json",
            ],
            Directory.EnumerateFiles(_folder["out"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        AssertSame(model, loaded);
    }

    [Fact]
    public void MixedTypesInMemory_AreNotSaved()
    {
        using TinyModel model = Random(5);
        model.LmHead.weight = new Parameter(zeros(16, 8, dtype: ScalarType.Float16));

        CheckpointException e = Assert.Throws<CheckpointException>(() => model.Save(_folder["out"]));

        Assert.Equal("lm_head.weight", e.Tensor);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void CheckpointOfAnotherModel_IsRefusedWithEveryFault()
    {
        Samples.Replace(_folder["in", "config.json"], "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3");
        Samples.Replace(_folder["in", "model.safetensors"], "\"lm_head.weight\"", "\"lm_h3ad.weight\"");

        CheckpointException e = Assert.Throws<CheckpointException>(() => TinyModel.Load(_folder["in"]));

        Assert.Equal(3, e.Faults.Count);
        Assert.Contains("tensor 'lm_head.weight': it is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("tensor 'lm_h3ad.weight': it is unexpected", e.Message, StringComparison.Ordinal);
        Assert.Contains("num_hidden_layers is 3, but Test.TinyModel declares 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BindThatForgetsATensor_IsFoundOut()
    {
        TinyModel.ForgetsHead = true;
        try
        {
            InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => TinyModel.Load(_folder["in"]));
            Assert.Contains("lm_head.weight", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            TinyModel.ForgetsHead = false;
        }

        Assert.False(MappedTensors.AreOver(_folder["in", "model.safetensors"]));
    }

    [Fact]
    public void TensorTakenTwiceOrInAnotherShape_Throws()
    {
        using CheckpointReader reader = CheckpointReader.Open(_folder["in"], MappingMode.CopyOnWrite);
        var source = new MappedParameterSource(reader);
        using Parameter parameter = source.Take("model.norm.weight", 8);

        Assert.Throws<InvalidOperationException>(() => source.Take("model.norm.weight", 8));
        Assert.Equal("lm_head.weight", Assert.Throws<CheckpointException>(() => source.Take("lm_head.weight", 8, 16)).Tensor);
        Assert.Equal("nothing", Assert.Throws<CheckpointException>(() => source.Take("nothing", 1)).Tensor);
    }

    [Fact]
    public void ReadOnlyCheckpoint_GivesCopiesThatCanBeWritten()
    {
        using CheckpointReader reader = CheckpointReader.Open(_folder["in"]);
        using Parameter parameter = new MappedParameterSource(reader).Take("model.norm.weight", 8);
        using IDisposable noGrad = no_grad();

        parameter.fill_(3);

        Assert.Equal(3, parameter[0].item<float>());
    }

    [Fact]
    public async Task ModelMadeByUpscaling_HasItsLayersFromTheBase()
    {
        string path = _folder["base"];
        TensorInfo[] tensors = [.. TinyModel.Tensors().Where(tensor => !tensor.Name.Contains(".1.", StringComparison.Ordinal))
            .Select(tensor => new TensorInfo(tensor.Name, TensorDtype.F32, tensor.Shape))];
        using (TinyModel model = TinyModel.Load(_folder["in"]))
        using (CheckpointWriter writer = CheckpointWriter.Create(path, tensors))
        {
            Dictionary<string, Parameter> parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
            foreach (TensorInfo tensor in tensors)
            {
                writer[tensor.Name].Append(parameters[tensor.Name].bytes);
            }

            writer.WriteText("config.json", TinyModel.Description.Config.Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1", StringComparison.Ordinal));
            writer.Commit(new CheckpointManifest { Model = "Test.Base", Dtype = "float32" });
        }

        UpscaleResult result = await Upscaling.RunAsync<TinyModel>(path, _folder["upscaled"]);
        using TinyModel upscaled = TinyModel.Load(_folder["upscaled"]);

        Assert.Equal(7, result.TensorCount);
        Assert.Equal(TinyModel.Description.Recipe, result.Manifest.Recipe);
        Assert.Equal(Bytes(upscaled.Model.Layers[0].UpProj.weight!), Bytes(upscaled.Model.Layers[1].UpProj.weight!));
    }

    // TorchSharp's Tensor.equal compares element by element and gives a tensor; bytes are what matters here.
    private static byte[] Bytes(Tensor tensor) => tensor.bytes.ToArray();

    private static void AssertSame(TinyModel expected, TinyModel actual)
    {
        Dictionary<string, Parameter> parameters = actual.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        Assert.Equal(7, parameters.Count);
        Assert.All(expected.named_parameters(), pair => Assert.Equal(Bytes(pair.parameter), Bytes(parameters[pair.name])));
    }

    private static TinyModel Random(int seed)
    {
        using Generator generator = new((ulong)seed);
        return TinyModel.Create(new Placement(Generator: generator));
    }

    private (Tensor View, float[] Expected) ViewOfADeadModel()
    {
        using TinyModel model = TinyModel.Load(_folder["in"]);
        Tensor view = model.LmHead.weight!.detach()[3];
        return (view, view.data<float>().ToArray());
    }
}
