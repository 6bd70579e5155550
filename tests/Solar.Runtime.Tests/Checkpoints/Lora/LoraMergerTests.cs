using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Lora;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Specs;
using Xunit;
using static Solar.Runtime.Tests.Checkpoints.Lora.LoraSamples;

namespace Solar.Runtime.Tests.Checkpoints.Lora;

public sealed class LoraMergerTests : IDisposable
{
    private const string Query = "model.layers.1.self_attn.q_proj";
    private const string Down = "model.layers.0.mlp.down_proj";
    private const string Simple = """{ "peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 2, "lora_alpha": 6, "target_modules": ["q_proj"] }""";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Adapter_IsAddedInItsScaleAndAllElseIsCopied()
    {
        (string Name, long[] Shape, float[] Numbers)[] factors = Factors(Query, 2, 8, 8, seed: 5);
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], Simple, factors);

        MergeResult result = await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"], new LoraOptions { Threads = 3, MaxShardSize = 1000 });

        AssertSum(Query + ".weight", Product(factors[0].Numbers, factors[1].Numbers, 2), 6.0 / 2);
        using CheckpointReader before = CheckpointReader.Open(_folder["base"]);
        using CheckpointReader after = CheckpointReader.Open(_folder["out"]);
        Assert.Equal(before.Tensors.Keys.Order(), after.Tensors.Keys.Order());
        Assert.All(before.Tensors.Where(pair => pair.Key != Query + ".weight"), pair => Assert.True(pair.Value.HasSameContentAs(after.Tensors[pair.Key]), pair.Key));
        Assert.True(after.Files.Count > 1);
        Assert.Empty(ConfigComparison.Compare(after.Config!, before.Config!, CheckpointUse.Own, null));
        Assert.True(File.Exists(_folder["out", "tokenizer_config.json"]));
        Assert.Empty(await CheckpointVerifier.VerifyAsync(_folder["out"]));
        Assert.Equal("Lora(Base, Adapter)", result.Manifest.Recipe);
        Assert.Contains(result.Manifest.Sources, source => source is { Source: "Adapter", File: "adapter_model.safetensors", Hash.Length: > 0 });
    }

    [Theory]
    [InlineData("""{ "peft_type": "LORA", "r": 2, "lora_alpha": 6, "use_rslora": true, "target_modules": ["q_proj"] }""", 4.242640687119285)]
    [InlineData("""{ "peft_type": "LORA", "r": 2, "lora_alpha": 6, "alpha_pattern": { "layers.1.self_attn.q_proj": 1 }, "target_modules": "all-linear" }""", 0.5)]
    [InlineData("""{ "peft_type": "LORA", "r": 16, "lora_alpha": 6, "rank_pattern": { "^model.layers.0.*": 4, "q_proj": 2 }, "target_modules": ".*self_attn\\.(q|v)_proj" }""", 3)]
    [InlineData("""{ "peft_type": "LORA", "r": 2, "lora_alpha": 2.5, "layers_to_transform": [1], "layers_pattern": "layers", "target_modules": ["q_proj"], "lora_dropout": 0.1, "megatron_core": "megatron.core", "use_dora": false, "a_later_key": null }""", 1.25)]
    public async Task ScaleAndRank_AreThoseOfTheModulesKeys(string config, double scale)
    {
        (string Name, long[] Shape, float[] Numbers)[] factors = Factors(Query, 2, 8, 8, seed: 5);
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], config, factors);

        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]);

        AssertSum(Query + ".weight", Product(factors[0].Numbers, factors[1].Numbers, 2), scale);
    }

    [Theory]
    [InlineData(TensorDtype.BF16)]
    [InlineData(TensorDtype.F16)]
    public async Task ShortTypes_AreRoundedOnce(TensorDtype dtype)
    {
        (string Name, long[] Shape, float[] Numbers)[] factors = Factors(Down, 3, 12, 8, seed: 9);
        WriteModel(_folder["base"], dtype: dtype);
        WriteAdapter(_folder["adapter"], """{ "peft_type": "LORA", "r": 3, "lora_alpha": 3, "target_modules": ["down_proj"] }""", factors);

        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]);

        double[] product = Product(factors[0].Numbers, factors[1].Numbers, 3);
        float[] before = Read(_folder["base"], Down + ".weight");
        float[] expected = [.. before.Select((value, i) => (float)(value + product[i]))];
        byte[] bytes = new byte[expected.Length * 2];
        ElementConversion.FromSingle(expected, dtype, bytes);
        using CheckpointReader after = CheckpointReader.Open(_folder["out"]);
        Assert.Equal(bytes, after.Tensors[Down + ".weight"].Bytes.ToArray());
        Assert.All(after.Tensors.Values, tensor => Assert.Equal(dtype, tensor.Info.Dtype));
    }

    [Fact]
    public async Task OtherTypeOfTheResult_ConvertsEveryTensor()
    {
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], Simple, Factors(Query, 2, 8, 8, seed: 5));

        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"], new LoraOptions { Dtype = TensorDtype.BF16 });

        using CheckpointReader after = CheckpointReader.Open(_folder["out"]);
        Assert.All(after.Tensors.Values, tensor => Assert.Equal(TensorDtype.BF16, tensor.Info.Dtype));
        Assert.Contains("\"torch_dtype\": \"bfloat16\"", File.ReadAllText(_folder["out", "config.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embedding_TakesTheTransposedProduct()
    {
        const string name = "model.embed_tokens";
        (string Name, long[] Shape, float[] Numbers) a = Tensor(name + ".lora_embedding_A", 3, 2, 16), b = Tensor(name + ".lora_embedding_B", 4, 8, 2);
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], """{ "peft_type": "LORA", "r": 2, "lora_alpha": 1, "target_modules": ["embed_tokens"] }""", a, b);

        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]);

        AssertSum(name + ".weight", Transposed(Product(a.Numbers, b.Numbers, 2), rows: 8), 0.5);
    }

    [Fact]
    public async Task FanInFanOut_TakesTheTransposedProduct()
    {
        ConfigValues values = ConfigValues.From(new Dictionary<string, ConfigValue>
        {
            ["n_embd"] = ConfigValue.Of(8),
            ["n_layer"] = ConfigValue.Of(2),
            ["n_head"] = ConfigValue.Of(2),
            ["vocab_size"] = ConfigValue.Of(16),
            ["n_positions"] = ConfigValue.Of(32),
        });
        WriteModel(_folder["base"], values: values, family: "gpt2");
        string module = "transformer.h.1.attn.c_attn";
        (string Name, long[] Shape, float[] Numbers)[] factors = Factors(module, 2, 8, 24, seed: 7);
        const string config = """{ "peft_type": "LORA", "r": 2, "lora_alpha": 2, "fan_in_fan_out": true, "target_modules": ["c_attn"] }""";
        WriteAdapter(_folder["adapter"], config, factors);

        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]);

        AssertSum(module + ".weight", Transposed(Product(factors[0].Numbers, factors[1].Numbers, 2), rows: 24), 1);
        WriteAdapter(_folder["wrong"], config.Replace("true", "false", StringComparison.Ordinal), factors);
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraMerger.ApplyAsync(_folder["base"], _folder["wrong"], _folder["out"]));
        Assert.Contains("gpt2 stores the maps of its layers as [in, out]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModulesToSaveAndBiases_TakeThePlaceOfTheBases()
    {
        ConfigValues values = Samples.Tiny().With("attention_bias", ConfigValue.Of(true));
        WriteModel(_folder["base"], values: values);
        (string Name, long[] Shape, float[] Numbers) head = Tensor("lm_head.weight", 21, 16, 8), bias = Tensor(Query + ".base_layer.bias", 22, 8), added = Tensor(Query + ".lora_B.bias", 23, 8);
        (string Name, long[] Shape, float[] Numbers) norm = Tensor("model.norm.modules_to_save.weight", 24, 8);
        WriteAdapter(
            _folder["adapter"],
            """{ "peft_type": "LORA", "r": 2, "lora_alpha": 6, "bias": "lora_only", "lora_bias": true, "modules_to_save": ["lm_head", "norm"], "target_modules": ["q_proj"] }""",
            [.. Factors(Query, 2, 8, 8, seed: 5), head, bias, added, norm]);

        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]);

        Assert.Equal(head.Numbers, Read(_folder["out"], "lm_head.weight"));
        Assert.Equal(norm.Numbers, Read(_folder["out"], "model.norm.weight"));
        Assert.Equal(bias.Numbers.Zip(added.Numbers, (x, y) => (float)(x + (3.0 * y))), Read(_folder["out"], Query + ".bias"));
    }

    [Theory]
    [InlineData("peft_type", "\"IA3\"", "not LORA")]
    [InlineData("task_type", "\"SEQ_CLS\"", "not CAUSAL_LM")]
    [InlineData("use_dora", "true", "more than W + scale")]
    [InlineData("use_qalora", "true", "more than W + scale")]
    [InlineData("alora_invocation_tokens", "[1, 2]", "more than W + scale")]
    [InlineData("layer_replication", "[[0, 2], [1, 3]]", "more than W + scale")]
    [InlineData("target_parameters", "[\"experts.gate_up_proj\"]", "more than W + scale")]
    [InlineData("trainable_token_indices", "[1]", "more than W + scale")]
    [InlineData("megatron_config", "{ \"a\": 1 }", "more than W + scale")]
    [InlineData("arrow_config", "{ \"a\": 1 }", "more than W + scale")]
    [InlineData("a_key_of_next_year", "3", "more than W + scale")]
    [InlineData("init_lora_weights", "\"pissa\"", "a base that was changed before training")]
    [InlineData("init_lora_weights", "\"olora\"", "a base that was changed before training")]
    [InlineData("bias", "\"some\"", "not none or all or lora_only")]
    [InlineData("r", "0", "no whole number from 1")]
    [InlineData("r", "2.5", "no whole number from 1")]
    [InlineData("lora_alpha", "\"much\"", "no number")]
    [InlineData("fan_in_fan_out", "1", "no truth value")]
    [InlineData("fan_in_fan_out", "true", "llama stores the maps of its layers as [out, in]")]
    [InlineData("rank_pattern", "{ \"q_proj\": 0 }", "rank_pattern.q_proj")]
    [InlineData("rank_pattern", "{ \"q_proj\": 3 }", "gives the module rank 3")]
    [InlineData("rank_pattern", "{ \"(\": 3 }", "cannot be read")]
    [InlineData("rank_pattern", "{ \"(.+)+#\": 3 }", "takes more than a second")]
    [InlineData("layers_to_transform", "0", "so that PEFT would leave it out")]
    [InlineData("exclude_modules", "\".*q_proj\"", "so that PEFT would leave it out")]
    [InlineData("target_modules", "[\"v_proj\"]", "so that PEFT would leave it out")]
    [InlineData("target_modules", "[\"q_proj\", \"v_proj\"]", "no module of that name has factors")]
    [InlineData("target_modules", "3", "no list of names")]
    [InlineData("lora_bias", "true", "B has no bias")]
    public async Task KeyThatMeansSomethingElse_IsRefusedByName(string key, string value, string problem)
    {
        WriteModel(_folder["base"]);
        List<string> keys = ["\"peft_type\": \"LORA\"", "\"r\": 2", "\"lora_alpha\": 6", "\"target_modules\": [\"q_proj\"]"];
        keys.RemoveAll(pair => pair.StartsWith($"\"{key}\"", StringComparison.Ordinal));
        WriteAdapter(_folder["adapter"], $"{{ {string.Join(", ", keys)}, \"{key}\": {value} }}", Factors(Query, 2, 8, 8, seed: 5));

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]));

        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task KeysOfASavedConfiguration_AreAllKnown()
    {
        // As PEFT 0.17 writes it, every key at what it has without being asked.
        const string config = """
            { "alora_invocation_tokens": null, "alpha_pattern": {}, "arrow_config": null, "auto_mapping": null, "base_model_name_or_path": "org/model", "bias": "none",
              "corda_config": null, "ensure_weight_tying": false, "eva_config": null, "exclude_modules": null, "fan_in_fan_out": false, "inference_mode": true,
              "init_lora_weights": true, "layer_replication": null, "layers_pattern": null, "layers_to_transform": null, "loftq_config": {}, "lora_alpha": 6,
              "lora_bias": false, "lora_dropout": 0.05, "megatron_config": null, "megatron_core": "megatron.core", "modules_to_save": null, "peft_type": "LORA",
              "peft_version": "0.17.1", "qalora_group_size": 16, "r": 2, "rank_pattern": {}, "revision": null, "target_modules": ["q_proj"], "target_parameters": null,
              "task_type": "CAUSAL_LM", "trainable_token_indices": null, "use_dora": false, "use_qalora": false, "use_rslora": false }
            """;
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], config, Factors(Query, 2, 8, 8, seed: 5));
        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]);
        Assert.NotEqual(Read(_folder["base"], Query + ".weight"), Read(_folder["out"], Query + ".weight"));
        Assert.Equal("org/model", LoraConfig.Read(_folder["adapter"]).BaseModel);
    }

    [Fact]
    public async Task TensorsThatDoNotFit_AreAllNamed()
    {
        WriteModel(_folder["base"]);
        WriteAdapter(
            _folder["adapter"], """{ "peft_type": "LORA", "r": 2, "lora_alpha": 6, "target_modules": ["q_proj", "down_proj"] }""",
            [.. Factors(Query, 2, 8, 6, seed: 1), .. Factors("model.layers.7.self_attn.q_proj", 2, 8, 8, seed: 2), .. Factors(Down, 2, 12, 8, seed: 3)]);

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]));

        Assert.Contains("the product of its factors is [6, 8], and model.layers.1.self_attn.q_proj.weight of the base [8, 8]", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, e.Faults.Count(fault => fault.Problem.Contains("the base has no module", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HalfAPairOrAStrangeTensor_IsRefused()
    {
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], Simple, [.. Factors(Query, 2, 8, 8, seed: 1)[..1], Tensor("model.layers.0.mlp.up_proj.weight", 2, 12, 8)]);

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]));

        Assert.Contains("not one pair of factors", e.Message, StringComparison.Ordinal);
        Assert.Contains("it is unexpected", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeadOfATiedBase_IsRefused()
    {
        WriteModel(_folder["base"], values: Samples.Tiny().With("tie_word_embeddings", ConfigValue.Of(true)));
        WriteAdapter(_folder["adapter"], """{ "peft_type": "LORA", "r": 2, "lora_alpha": 6, "target_modules": ["lm_head"] }""", Factors("lm_head", 2, 8, 16, seed: 1));
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]));
        Assert.Contains("tied to its embedding", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PickledAdapter_IsRefused()
    {
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], Simple, Factors(Query, 2, 8, 8, seed: 1));
        File.Move(_folder["adapter", "adapter_model.safetensors"], _folder["adapter", "adapter_model.bin"]);
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]));
        Assert.Contains("pickled", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base", "inside")]
    [InlineData("adapter", "")]
    public async Task OutputWithinAnInput_IsRefused(string input, string inside)
    {
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], Simple, Factors(Query, 2, 8, 8, seed: 1));
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], Path.Combine(_folder[input], inside)));
        Assert.Contains("it is the folder that is read", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelledRun_IsTakenUpWhereItStopped()
    {
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], Simple, Factors(Query, 2, 8, 8, seed: 1));
        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["whole"]);
        using var cancellation = new System.Threading.CancellationTokenSource();
        var options = new LoraOptions { Threads = 1, KeepUnfinished = true, Progress = new CancelAfter(cancellation, 3000) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"], options, cancellation.Token));
        Assert.False(Directory.Exists(_folder["out"]));
        MergeResult result = await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["out"]);

        Assert.InRange(result.Resumed, 1, result.Plan.Tensors.Count - 1);
        Assert.All(Directory.EnumerateFiles(_folder["whole"]), path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_folder["out", Path.GetFileName(path)])));
    }

    [Fact]
    public void Plan_SaysOfWhatEachTensorIsMade()
    {
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["adapter"], Simple, Factors(Query, 2, 8, 8, seed: 1));

        BuildPlan plan = LoraMerger.Plan(_folder["base"], _folder["adapter"], _folder["out"]);

        Assert.False(Directory.Exists(_folder["out"]));
        Assert.Equal("Base:model.layers.1.self_attn.q_proj.weight + 3 × (B · A) of Adapter:model.layers.1.self_attn.q_proj, rank 2", plan.Tensors.Single(tensor => tensor.Info.Name == Query + ".weight").From);
        Assert.Equal("Base:model.norm.weight", plan.Tensors.Single(tensor => tensor.Info.Name == "model.norm.weight").From);
        Assert.Contains(plan.Sources, file => file.Path.EndsWith("adapter_model.safetensors", StringComparison.Ordinal));
    }

    private void AssertSum(string tensor, double[] product, double scale)
    {
        float[] before = Read(_folder["base"], tensor);
        float[] after = Read(_folder["out"], tensor);
        Assert.Equal(before.Length, after.Length);
        for (int i = 0; i < before.Length; i++)
        {
            double expected = before[i] + (scale * product[i]);
            Assert.True(Math.Abs(expected - after[i]) <= 1e-7 * Math.Max(1, Math.Abs(expected)), $"{tensor}[{i}]: {after[i]:R}, not {expected:R}");
        }

        Assert.NotEqual(before, after);
    }

    private static double[] Transposed(double[] matrix, int rows)
    {
        int columns = matrix.Length / rows;
        return [.. Enumerable.Range(0, matrix.Length).Select(i => matrix[(i % rows * columns) + (i / rows)])];
    }

    public void Dispose() => _folder.Dispose();

    private sealed class CancelAfter(System.Threading.CancellationTokenSource cancellation, long bytes) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value)
        {
            if (value.Done >= bytes)
            {
                cancellation.Cancel();
            }
        }
    }
}
