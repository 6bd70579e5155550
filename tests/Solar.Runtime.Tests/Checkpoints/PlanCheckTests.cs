using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.LayerMaps;
using Solar.Runtime.Checkpoints;
using Solar.Specs;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>A base that is not the one that was declared: everything is named, nothing is written.</summary>
public sealed class PlanCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MissingLayer_IsNamedTensorByTensor()
    {
        Samples.Write(_folder["in"], Samples.Tiny(2));

        CheckpointException e = await Refused(Samples.Upscale(Samples.Tiny(3), 1, 1));

        Assert.Equal(9, e.Faults.Count(fault => fault.Tensor?.StartsWith("model.layers.2.", StringComparison.Ordinal) == true));
        Assert.Contains(e.Faults, fault => fault.Problem.Contains("num_hidden_layers is 2, but the recipe of Test.Target is over 3", StringComparison.Ordinal));
        Assert.Contains("it is missing, but model.layers.3.mlp.up_proj.weight of Test.Target is taken from it", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeeperBaseThanDeclared_IsRefused()
    {
        Samples.Write(_folder["in"], Samples.Tiny(4));

        CheckpointException e = await Refused(Samples.Upscale(Samples.Tiny(3), 1, 1));

        Assert.Equal(9, e.Faults.Count(fault => fault.Tensor?.StartsWith("model.layers.3.", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task WholeLayersThatTheMapLeavesOut_AreFine()
    {
        Samples.Write(_folder["in"], Samples.Tiny(4));
        LayerMap map = LayerMap.Identity("Test.Base", 4).Slice(0, 1).Concat(LayerMap.Identity("Test.Base", 4).Slice(2, 3));

        UpscaleResult result = await Build(Samples.Plan(Samples.Tiny(2), map) with { Sources = [new("Test.Base", 4)] });

        Assert.Equal(2 * 9 + 3, result.TensorCount);
    }

    [Fact]
    public async Task PartOfALayerOrAnUnknownTensor_IsUnexpected()
    {
        Samples.Write(_folder["in"], Samples.Tiny().With("attention_bias", ConfigValue.Of(true)));

        CheckpointException e = await Refused(Samples.Upscale(Samples.Tiny(), 1, 1));

        Assert.Equal("model.layers.0.self_attn.k_proj.bias", e.Faults.Select(fault => fault.Tensor).Where(tensor => tensor is not null).Order(StringComparer.Ordinal).First());
        Assert.Equal(3 * 4, e.Faults.Count(fault => fault.Problem.StartsWith("it is unexpected", StringComparison.Ordinal)));
        Assert.Contains(e.Faults, fault => fault.Problem == "attention_bias is true, but Test.Target declares false");
    }

    [Fact]
    public async Task WrongShape_IsNamedWithBothShapes()
    {
        Samples.Write(_folder["in"], Samples.Tiny().With("intermediate_size", ConfigValue.Of(13)));

        CheckpointException e = await Refused(Samples.Upscale(Samples.Tiny(), 1, 1));

        CheckpointFault fault = Assert.Single(e.Faults, fault => fault.Tensor == "model.layers.0.mlp.up_proj.weight");
        Assert.Equal(_folder["in", "model.safetensors"], fault.File);
        Assert.Equal("its shape is [13, 8], but model.layers.0.mlp.up_proj.weight of Test.Target has [12, 8]", fault.Problem);
        Assert.Contains(e.Faults, fault => fault.Problem == "intermediate_size is 13, but Test.Target declares 12");
    }

    [Fact]
    public async Task OtherTypeThanDeclared_IsNotConverted()
    {
        Samples.Write(_folder["in"], Samples.Tiny(), TensorDtype.BF16);

        CheckpointException e = await Refused(Samples.Upscale(Samples.Tiny(), 1, 1) with { Dtype = "float32" });

        CheckpointFault fault = Assert.Single(e.Faults);
        Assert.Contains("all 29 others are BF16, but Test.Target declares float32", fault.Problem, StringComparison.Ordinal);
        Assert.Contains("Declare dtype: bfloat16", fault.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TypeThatIsNotDeclared_IsKeptAndWrittenToTheConfig()
    {
        Samples.Write(_folder["in"], Samples.Tiny(), TensorDtype.BF16);

        await Build(Samples.Upscale(Samples.Tiny(), 1, 1));

        Assert.Contains("\"torch_dtype\": \"bfloat16\"", File.ReadAllText(_folder["out", "config.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MixedTypes_AreRefused()
    {
        Samples.Write(_folder["in"], Samples.Tiny(), TensorDtype.BF16);
        Samples.Replace(
            _folder["in", "model.safetensors"],
            "\"lm_head.weight\":{\"dtype\":\"BF16\"",
            "\"lm_head.weight\":{\"dtype\":\"F16\" ");

        CheckpointException e = await Refused(Samples.Upscale(Samples.Tiny(), 1, 1));

        Assert.Equal("lm_head.weight", Assert.Single(e.Faults).Tensor);
        Assert.Contains("it is F16, but most tensors are BF16", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QuantizedCheckpoint_IsRefused()
    {
        Samples.Write(_folder["in"], Samples.Tiny(), TensorDtype.I8);

        Assert.Contains("Quantized", (await Refused(Samples.Upscale(Samples.Tiny(), 1, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedundantHeadOfATiedModel_IsDroppedOnlyWhereItIsTheEmbedding()
    {
        ConfigValues tied = Samples.Tiny().With("tie_word_embeddings", ConfigValue.Of(true));
        Samples.Write(_folder["in"], Samples.Tiny());
        Samples.Replace(_folder["in", "config.json"], "\"model_type\"", "\"tie_word_embeddings\": true, \"model_type\"");

        CheckpointException e = await Refused(Samples.Upscale(tied, 1, 1));
        Assert.Equal("lm_head.weight", Assert.Single(e.Faults).Tensor);
        Assert.Contains("their bytes differ", e.Message, StringComparison.Ordinal);

        CopyEmbeddingIntoHead(_folder["in"]);
        await Build(Samples.Upscale(tied, 1, 1));
        using CheckpointReader written = CheckpointReader.Open(_folder["out"]);
        Assert.False(written.Tensors.ContainsKey("lm_head.weight"));
    }

    [Fact]
    public async Task TiedBaseOfAnUntiedModel_IsRefused()
    {
        Samples.Write(_folder["in"], Samples.Tiny().With("tie_word_embeddings", ConfigValue.Of(true)));

        CheckpointException e = await Refused(Samples.Upscale(Samples.Tiny(), 1, 1));

        Assert.Contains(e.Faults, fault => fault.Tensor == "lm_head.weight" && fault.Problem.StartsWith("it is missing", StringComparison.Ordinal));
        Assert.Contains(e.Faults, fault => fault.Problem == "tie_word_embeddings is true, but Test.Target declares false");
    }

    [Fact]
    public async Task BaseWithoutConfig_IsRefused()
    {
        Samples.Write(_folder["in"], Samples.Tiny());
        File.Delete(_folder["in", "config.json"]);

        Assert.Contains("there is no config.json", (await Refused(Samples.Upscale(Samples.Tiny(), 1, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralFaults_AreAllNamedAtOnce()
    {
        Samples.Write(_folder["in"], Samples.Tiny(2).With("rope_theta", ConfigValue.Of(1e6)).With("intermediate_size", ConfigValue.Of(13)), TensorDtype.F16);

        CheckpointException e = await Refused(Samples.Upscale(Samples.Tiny(), 1, 1) with { Dtype = "float32" });

        foreach (string part in (string[])["rope_theta is 1000000", "it is missing", "its shape is", "F16, but Test.Target declares float32"])
        {
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PlanThatFillsATensorTwiceOrNever_IsTheCallersFault()
    {
        Samples.Write(_folder["in"], Samples.Tiny());
        CheckpointPlan plan = Samples.Upscale(Samples.Tiny(), 1, 1);

        await Assert.ThrowsAsync<ArgumentException>(() => Build(plan with { Rules = [.. plan.Rules.Skip(1)] }));
        await Assert.ThrowsAsync<ArgumentException>(() => Build(plan with { Rules = [.. plan.Rules, plan.Rules[0]] }));
    }

    private static void CopyEmbeddingIntoHead(string directory)
    {
        string path = Path.Combine(directory, "model.safetensors");
        byte[] file = File.ReadAllBytes(path);
        SafetensorsHeader header = SafetensorsHeader.Parse(file, file.Length, path);
        SafetensorsEntry from = header.Find("model.embed_tokens.weight")!;
        SafetensorsEntry to = header.Find("lm_head.weight")!;
        file.AsSpan((int)(header.DataStart + from.Begin), (int)from.Info.ByteCount).CopyTo(file.AsSpan((int)(header.DataStart + to.Begin)));
        File.WriteAllBytes(path, file);
    }

    private Task<UpscaleResult> Build(CheckpointPlan plan) => CheckpointBuilder.BuildAsync(plan, _folder["in"], _folder["out"]);

    private async Task<CheckpointException> Refused(CheckpointPlan plan)
    {
        string[] before = _folder.Content();
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => Build(plan));
        Assert.Equal(before, _folder.Content());
        return e;
    }
}
