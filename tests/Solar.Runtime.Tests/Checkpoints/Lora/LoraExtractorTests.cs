using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Lora;
using Solar.Specs;
using Xunit;
using static Solar.Runtime.Tests.Checkpoints.Lora.LoraSamples;

namespace Solar.Runtime.Tests.Checkpoints.Lora;

public sealed class LoraExtractorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task FullRank_GivesTheTunedWeightsBack()
    {
        WriteModel(_folder["base"], seed: 1);
        WriteModel(_folder["tuned"], seed: 2);

        LoraExtraction extraction = await LoraExtractor.ExtractAsync(
            new LoraExtract(64) { Saved = ["embed_tokens", "norm", "input_layernorm", "post_attention_layernorm", "lm_head"] }, _folder["base"], _folder["tuned"], _folder["adapter"]);
        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["again"]);

        Assert.Empty(extraction.LeftOut);
        Assert.Equal(21, extraction.Ranks.Count);
        Assert.All(extraction.Ranks, pair => Assert.Equal(pair.Key.EndsWith("k_proj", StringComparison.Ordinal) || pair.Key.EndsWith("v_proj", StringComparison.Ordinal) ? 4 : 8, pair.Value));
        AssertClose("tuned", "again", 1e-6);
    }

    [Fact]
    public async Task WhatAnAdapterAdded_IsFoundAgain()
    {
        const string module = "model.layers.2.mlp.gate_proj";
        (string Name, long[] Shape, float[] Numbers)[] factors = Factors(module, 3, 8, 12, seed: 4);
        WriteModel(_folder["base"]);
        WriteAdapter(_folder["first"], """{ "peft_type": "LORA", "r": 3, "lora_alpha": 6, "target_modules": ["gate_proj"] }""", factors);
        await LoraMerger.ApplyAsync(_folder["base"], _folder["first"], _folder["tuned"]);

        LoraExtraction extraction = await LoraExtractor.ExtractAsync(new LoraExtract(3) { BaseName = "org/model" }, _folder["base"], _folder["tuned"], _folder["second"]);
        await LoraMerger.ApplyAsync(_folder["base"], _folder["second"], _folder["again"]);

        // One module changed, so that one has factors; its name alone would mean those of other layers as well.
        Assert.Equal([KeyValuePair.Create(module, 3)], extraction.Ranks);
        LoraConfig config = LoraConfig.Read(_folder["second"]);
        Assert.Equal([module], config.TargetModules.Names);
        Assert.Equal((3, 3.0, "org/model"), (config.Rank, config.Alpha, config.BaseModel));
        AssertClose("tuned", "again", 1e-6);
        using CheckpointReader adapter = CheckpointReader.OpenFile(_folder["second"], "adapter_model.safetensors");
        Assert.Equal(
            [$"{Prefix}{module}.lora_A.weight F32 [3, 8]", $"{Prefix}{module}.lora_B.weight F32 [12, 3]"], adapter.Tensors.Values.Select(tensor => tensor.Info.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty(await CheckpointVerifier.VerifyAsync(_folder["second"]));
    }

    [Fact]
    public async Task LowerRank_IsAsNearAsTheSingularValuesAllow()
    {
        const string module = "model.layers.0.mlp.up_proj";
        WriteModel(_folder["base"]);
        WriteModel(_folder["tuned"], change: (name, numbers) => Add(name == module + ".weight", numbers, seed: 3));
        await LoraExtractor.ExtractAsync(new LoraExtract(5), _folder["base"], _folder["tuned"], _folder["adapter"]);
        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["again"]);

        double left = Read(_folder["tuned"], module + ".weight").Zip(Read(_folder["again"], module + ".weight"), (x, y) => (double)(x - y) * (x - y)).Sum();
        float[] difference = [.. Read(_folder["tuned"], module + ".weight").Zip(Read(_folder["base"], module + ".weight"), (x, y) => x - y)];
        TruncatedSvd svd = TruncatedSvd.Of(new Whole(12, 8, difference), 8, seed: 9, "x");
        Assert.Equal(svd.Values[5..].Sum(value => value * value), left, svd.SquaredNorm * 1e-5);
    }

    [Fact]
    public async Task Energy_GivesEachModuleTheLeastRankThatKeepsIt()
    {
        // The change of one module has one direction, that of another all.
        WriteModel(_folder["base"]);
        WriteModel(_folder["tuned"], change: (name, numbers) =>
        {
            Add(name == "model.layers.0.mlp.up_proj.weight", numbers, seed: 3);
            if (name == "model.layers.1.self_attn.o_proj.weight")
            {
                for (int i = 0; i < numbers.Length; i++)
                {
                    numbers[i] += (i / 8) * (i % 8) * 0.01f;
                }
            }
        });

        LoraExtraction extraction = await LoraExtractor.ExtractAsync(new LoraExtract(6) { Energy = 0.9 }, _folder["base"], _folder["tuned"], _folder["adapter"]);
        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["again"]);

        Dictionary<string, int> ranks = new(extraction.Ranks);
        Assert.Equal(1, ranks["model.layers.1.self_attn.o_proj"]);
        Assert.InRange(ranks["model.layers.0.mlp.up_proj"], 3, 6);
        LoraConfig config = LoraConfig.Read(_folder["adapter"]);
        Assert.All(ranks, pair => Assert.Equal((pair.Value, 1.0), (config.RankOf(pair.Key), config.ScaleOf(pair.Key))));
        Assert.Single(config.RankPattern);
        double squared = Squared("tuned", "base", "model.layers.0.mlp.up_proj.weight"), left = Squared("tuned", "again", "model.layers.0.mlp.up_proj.weight");
        Assert.InRange(left, 0, 0.1 * squared);
    }

    [Fact]
    public async Task EmbeddingAsTarget_HasFactorsOfItsOwnNames()
    {
        WriteModel(_folder["base"]);
        WriteModel(_folder["tuned"], change: (name, numbers) => Add(name == "model.embed_tokens.weight", numbers, seed: 3));
        await LoraExtractor.ExtractAsync(new LoraExtract(8) { Targets = ["embed_tokens"] }, _folder["base"], _folder["tuned"], _folder["adapter"]);
        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["again"]);

        using CheckpointReader adapter = CheckpointReader.OpenFile(_folder["adapter"], "adapter_model.safetensors");
        Assert.Equal([8L, 16L], adapter.Tensors[Prefix + "model.embed_tokens.lora_embedding_A"].Info.Shape.AsEnumerable());
        Assert.Equal([8L, 8L], adapter.Tensors[Prefix + "model.embed_tokens.lora_embedding_B"].Info.Shape.AsEnumerable());
        AssertClose("tuned", "again", 1e-6);
    }

    [Fact]
    public async Task FamilyThatStoresMapsTheOtherWay_ComesBackToo()
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
        WriteModel(_folder["tuned"], values: values, family: "gpt2", change: (name, numbers) => Add(name.EndsWith("c_attn.weight", StringComparison.Ordinal), numbers, seed: 3));
        await LoraExtractor.ExtractAsync(new LoraExtract(8), _folder["base"], _folder["tuned"], _folder["adapter"]);
        await LoraMerger.ApplyAsync(_folder["base"], _folder["adapter"], _folder["again"]);

        Assert.True(LoraConfig.Read(_folder["adapter"]).IsTransposed);
        AssertClose("tuned", "again", 1e-6);
    }

    [Fact]
    public async Task TensorsThatDifferAndAreNoTargets_AreNamed()
    {
        WriteModel(_folder["base"], seed: 1);
        WriteModel(_folder["tuned"], seed: 2);
        LoraExtraction extraction = await LoraExtractor.ExtractAsync(new LoraExtract(2) { Targets = ["q_proj"], Saved = ["lm_head"] }, _folder["base"], _folder["tuned"], _folder["adapter"]);
        Assert.Contains("model.norm.weight", extraction.LeftOut);
        Assert.Contains("model.layers.0.self_attn.k_proj.weight", extraction.LeftOut);
        Assert.DoesNotContain("lm_head.weight", extraction.LeftOut);
        Assert.Equal(["q_proj"], LoraConfig.Read(_folder["adapter"]).TargetModules.Names);
        Assert.Equal(["lm_head"], LoraConfig.Read(_folder["adapter"]).ModulesToSave.Names);
    }

    [Fact]
    public async Task EqualCheckpoints_HaveNoAdapter()
    {
        WriteModel(_folder["base"]);
        WriteModel(_folder["tuned"]);
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraExtractor.ExtractAsync(new LoraExtract(2), _folder["base"], _folder["tuned"], _folder["adapter"]));
        Assert.Contains("no module that was asked for differs", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["adapter"]));
    }

    [Fact]
    public async Task OtherArchitectureOrName_IsRefusedWithAllFaults()
    {
        WriteModel(_folder["base"]);
        WriteModel(_folder["tuned"], values: Samples.Tiny().With("vocab_size", ConfigValue.Of(18)));
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraExtractor.ExtractAsync(
            new LoraExtract(2) { Targets = ["q_projj"] }, _folder["base"], _folder["tuned"], _folder["adapter"]));
        Assert.Contains("vocab_size is 18", e.Message, StringComparison.Ordinal);
        Assert.Contains("'lm_head.weight'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'q_proj'?", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.9)]
    public async Task WeightThatIsNotFinite_IsToldByItsTensor(double? energy)
    {
        WriteModel(_folder["base"]);
        WriteModel(_folder["tuned"], change: (name, numbers) => numbers[^1] = name == "model.layers.1.mlp.up_proj.weight" ? float.NaN : numbers[^1]);
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => LoraExtractor.ExtractAsync(
            new LoraExtract(2) { Energy = energy }, _folder["base"], _folder["tuned"], _folder["adapter"]));
        Assert.Equal("model.layers.1.mlp.up_proj.weight", e.Tensor);
        Assert.Contains("not finite", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["adapter"]));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(4, 0.0)]
    [InlineData(4, 1.5)]
    public async Task NumberOutsideOfItsRange_IsRefused(int rank, double? energy) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => LoraExtractor.ExtractAsync(new LoraExtract(rank) { Energy = energy }, _folder["base"], _folder["tuned"], _folder["adapter"]));

    [Fact]
    public async Task ThreadsAndARunThatWasCutOff_ChangeNoByte()
    {
        WriteModel(_folder["base"], seed: 1);
        WriteModel(_folder["tuned"], seed: 2);
        var extract = new LoraExtract(3);
        await LoraExtractor.ExtractAsync(extract, _folder["base"], _folder["tuned"], _folder["whole"], new LoraOptions { Threads = 1 });
        using var cancellation = new CancellationTokenSource();
        var options = new LoraOptions { Threads = 1, KeepUnfinished = true, Progress = new CancelAfter(cancellation) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LoraExtractor.ExtractAsync(extract, _folder["base"], _folder["tuned"], _folder["out"], options, cancellation.Token));

        LoraExtraction extraction = await LoraExtractor.ExtractAsync(extract, _folder["base"], _folder["tuned"], _folder["out"], new LoraOptions { Threads = 5 });

        Assert.InRange(extraction.Resumed, 1, 41);
        Assert.All(Directory.EnumerateFiles(_folder["whole"]), path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_folder["out", Path.GetFileName(path)])));
    }

    private void AssertClose(string expected, string found, double tolerance)
    {
        using CheckpointReader left = CheckpointReader.Open(_folder[expected]);
        using CheckpointReader right = CheckpointReader.Open(_folder[found]);
        Assert.Equal(left.Tensors.Keys.Order(), right.Tensors.Keys.Order());
        foreach ((string name, StoredTensor tensor) in left.Tensors)
        {
            float[] a = Values(tensor), b = Values(right.Tensors[name]);
            Assert.All(Enumerable.Range(0, a.Length), i => Assert.True(Math.Abs(a[i] - b[i]) <= tolerance, $"{name}[{i}]: {b[i]:R}, not {a[i]:R}"));
        }
    }

    private double Squared(string left, string right, string tensor) => Read(_folder[left], tensor).Zip(Read(_folder[right], tensor), (x, y) => (double)(x - y) * (x - y)).Sum();

    private static void Add(bool isMeant, float[] numbers, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; isMeant && i < numbers.Length; i++)
        {
            numbers[i] += 0.1f * (random.NextSingle() - 0.5f);
        }
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Whole(int rows, int columns, float[] elements) : IMatrixRows
    {
        public int Rows => rows;

        public int Columns => columns;

        public void Read(int row, Span<double> destination)
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = elements[(row * columns) + i];
            }
        }
    }

    private sealed class CancelAfter(CancellationTokenSource cancellation) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value)
        {
            if (value.Done >= value.Total / 3)
            {
                cancellation.Cancel();
            }
        }
    }
}
