using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Plans;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Specs;
using Solar.Testing;
using Xunit;
using static Solar.Runtime.Tests.Checkpoints.Merging.MergedModels;

namespace Solar.Runtime.Tests.Checkpoints.Merging;

public class CheckpointMergerTests
{
    [SkippableTheory]
    [InlineData("linear")]
    [InlineData("slerp")]
    [InlineData("nuslerp")]
    [InlineData("task_arithmetic")]
    [InlineData("ties")]
    [InlineData("ties_nonorm")]
    [InlineData("model_stock")]
    [InlineData("linear_bf16")]
    [InlineData("slerp_bf16")]
    public async Task GoldenMerge_IsWhatTheReferenceWrote(string name)
    {
        using var folder = new TempFolder();
        MergeRecipe recipe = GoldenMerges.Recipe(name);
        bool isShort = name.EndsWith("_bf16", StringComparison.Ordinal);

        // The reference narrows its inputs before it computes; so for its sake they are narrowed here. Ours would be rounded once.
        Dictionary<string, string> sources = isShort ? Narrowed(GoldenFolders(), folder) : GoldenFolders();
        await CheckpointMerger.MergeAsync(Golden(recipe, name), sources, folder["out"]);

        using var models = new GoldenMerges();
        using CheckpointReader expected = CheckpointReader.Open(SolarAssets.Path($"golden/merge/out_{name}"));
        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        Assert.Equal(expected.Tensors.Keys.Order(), written.Tensors.Keys.Order());
        Assert.Empty(ConfigComparison.Compare(written.Config!, expected.Config!, CheckpointUse.Own, null));
        Assert.Equal(expected.Config!.Values.Find("dtype")!.Value.Canonical, written.Config!.Values.Find("dtype")!.Value.Canonical);

        foreach (TensorMerge merge in recipe.Tensors(GoldenMerges.InForwardOrder(expected.Tensors.Keys)))
        {
            Assert.Equal(expected.Tensors[merge.Target].Info.Dtype, written.Tensors[merge.Target].Info.Dtype);
            float[] reference = GoldenMerges.Values(expected.Tensors[merge.Target]);
            float[] merged = GoldenMerges.Values(written.Tensors[merge.Target]);
            float[] greatest = models.GreatestOperands(merge);
            for (int i = 0; i < merged.Length; i++)
            {
                double magnitude = Math.Max(greatest[i], Math.Abs(reference[i]));
                double tolerance = isShort ? Math.ScaleB(1, (int)Math.Floor(Math.Log2(magnitude)) - 7) : 1e-6 * magnitude;
                if (!(Math.Abs((double)merged[i] - reference[i]) <= tolerance))
                {
                    Assert.Fail($"{merge.Target}[{i}]: {merged[i]:R}, not {reference[i]:R}");
                }
            }
        }
    }

    [SkippableFact]
    public async Task PassthroughOfSlices_GivesTheBytesOfTheReference()
    {
        using var folder = new TempFolder();
        var recipe = new MergeRecipe("passthrough", 12)
        {
            Inputs = EquatableArray.Of(new MergeRecipeInput("inA")),
            Slices = EquatableArray.Of(new MergeRecipeSlice(6, new MergeRecipeSource(0)), new MergeRecipeSlice(6, new MergeRecipeSource(2))),
        };

        MergeResult result = await CheckpointMerger.MergeAsync(Golden(recipe, "dus"), GoldenFolders(), folder["out"]);

        using CheckpointReader expected = CheckpointReader.Open(SolarAssets.Path("golden/merge/out_dus"));
        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        Assert.Equal(expected.Tensors.Keys.Order(), written.Tensors.Keys.Order());
        Assert.All(expected.Tensors, pair => Assert.True(pair.Value.HasSameContentAs(written.Tensors[pair.Key]), pair.Key));
        Assert.All(result.Plan.Tensors, tensor => Assert.InRange(tensor.Memory, 1, 1 << 20));
    }

    [Fact]
    public async Task ThreadsAndShards_ChangeNoTensor()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder, shardSize: 1500);
        CheckpointMerge merge = Merge(Recipe("dare_ties"));

        await CheckpointMerger.MergeAsync(merge, models, folder["one"], new MergeOptions { Threads = 1 });
        MergeResult result = await CheckpointMerger.MergeAsync(merge, models, folder["many"], new MergeOptions { Threads = 7, MaxShardSize = 1000 });
        await CheckpointMerger.MergeAsync(merge, models, folder["again"], new MergeOptions { Threads = 3 });

        Assert.Equal(File.ReadAllBytes(folder["one", "model.safetensors"]), File.ReadAllBytes(folder["again", "model.safetensors"]));
        Assert.Equal(File.ReadAllText(folder["one", "solar.json"]), File.ReadAllText(folder["again", "solar.json"]));
        using CheckpointReader one = CheckpointReader.Open(folder["one"]);
        using CheckpointReader many = CheckpointReader.Open(folder["many"]);
        Assert.InRange(many.Files.Count, 3, 100);
        Assert.Equal(result.Plan.Files.Select(file => file.Path), many.Files.Select(file => file.Name));
        Assert.Equal(result.Plan.Files.Select(file => file.Bytes), many.Files.Select(file => file.Length));
        Assert.All(one.Tensors, pair => Assert.True(pair.Value.HasSameContentAs(many.Tensors[pair.Key]), pair.Key));
    }

    [Fact]
    public void Plan_SaysWhatIsReadWrittenAndHeld()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);

        BuildPlan plan = CheckpointMerger.Plan(Merge(Recipe("ties")), models, folder["out"], new MergeOptions { Threads = 2 });

        Assert.False(Directory.Exists(folder["out"]));
        Assert.Equal(3, plan.Sources.Count);
        Assert.Equal(models.Values.Sum(path => new FileInfo(Path.Combine(path, "model.safetensors")).Length), plan.Sources.Sum(file => file.Bytes));
        Assert.Equal(plan.Tensors.Sum(tensor => tensor.Info.ByteCount) * 3, plan.BytesRead);
        Assert.Equal(plan.Tensors.OrderByDescending(tensor => tensor.Memory).Take(2).Sum(tensor => tensor.Memory), plan.PeakMemory);
        using var json = JsonDocument.Parse(plan.ToJson());
        Assert.Equal(plan.BytesWritten, json.RootElement.GetProperty("free_disk_needed").GetInt64());
        Assert.Contains("A:model.norm.weight weight 1 density 0.5", json.RootElement.GetProperty("tensors").EnumerateArray()
            .Single(tensor => tensor.GetProperty("name").GetString() == "model.norm.weight").GetProperty("from").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DifferentShapes_AreRefusedWithAllOfThem()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        Samples.Write(folder["wide"], Samples.Tiny().With("vocab_size", ConfigValue.Of(18)), seed: 9);
        models["B"] = folder["wide"];

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointMerger.MergeAsync(Merge(Recipe("ties")), models, folder["out"]));

        Assert.Contains("'model.embed_tokens.weight'", e.Message, StringComparison.Ordinal);
        Assert.Contains("'lm_head.weight'", e.Message, StringComparison.Ordinal);
        Assert.Contains("[18, 8] in B", e.Message, StringComparison.Ordinal);
        Assert.Contains("State a policy", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task CommonRows_AreMergedAndFurtherOnesAreTheFirstModels()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        Samples.Write(folder["narrow"], Samples.Tiny().With("vocab_size", ConfigValue.Of(12)), seed: 9);
        models["B"] = folder["narrow"];
        MergeRecipe recipe = new MergeRecipe("linear", 3)
        {
            Inputs = EquatableArray.Of(GoldenMerges.Input("A", ("weight", 1)), GoldenMerges.Input("B", ("weight", 3))),
            Vocabulary = VocabularyPolicy.Common,
        };

        await CheckpointMerger.MergeAsync(Merge(recipe), models, folder["out"]);

        using CheckpointReader a = CheckpointReader.Open(models["A"]);
        using CheckpointReader b = CheckpointReader.Open(models["B"]);
        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        float[] first = GoldenMerges.Values(a.Tensors["lm_head.weight"]);
        float[] second = GoldenMerges.Values(b.Tensors["lm_head.weight"]);
        float[] merged = GoldenMerges.Values(written.Tensors["lm_head.weight"]);
        Assert.Equal(first.Length, merged.Length);
        for (int i = 0; i < merged.Length; i++)
        {
            double expected = i < second.Length ? (0.25 * first[i]) + (0.75 * second[i]) : first[i];
            Assert.Equal((float)expected, merged[i]);
        }
    }

    [Fact]
    public async Task LayersOfOneModel_CanBeMergedWithEachOther()
    {
        // mergekit keys inputs by model, so that the second of two layers of one model replaces the first in silence.
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        var recipe = new MergeRecipe("average", 1)
        {
            Inputs = EquatableArray.Of(new MergeRecipeInput("A"), new MergeRecipeInput("A")),
            Slices = EquatableArray.Of(new MergeRecipeSlice(1, new MergeRecipeSource(0), new MergeRecipeSource(2))),
        };

        await CheckpointMerger.MergeAsync(Merge(recipe, layers: 1), models, folder["out"]);

        using CheckpointReader a = CheckpointReader.Open(models["A"]);
        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        const string name = "mlp.up_proj.weight";
        float[] first = GoldenMerges.Values(a.Tensors["model.layers.0." + name]);
        float[] last = GoldenMerges.Values(a.Tensors["model.layers.2." + name]);
        Assert.Equal(first.Zip(last, (x, y) => (float)((0.5 * x) + (0.5 * y))), GoldenMerges.Values(written.Tensors["model.layers.0." + name]));
    }

    [Fact]
    public async Task TensorThatNobodyUses_IsRefused()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        var tensors = Merge(Recipe("ties"));

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointMerger.MergeAsync(
            tensors with { Tensors = [.. tensors.Tensors.Where(tensor => !tensor.Name.EndsWith("q_proj.weight", StringComparison.Ordinal))] }, models, folder["out"]));

        Assert.Equal(9, e.Faults.Count(fault => fault.Problem.Contains("unexpected", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HeadOfATiedModel_IsWrittenOnce()
    {
        using var folder = new TempFolder();
        ConfigValues tied = Samples.Tiny().With("tie_word_embeddings", ConfigValue.Of(true));
        foreach ((string name, int seed) in new[] { ("A", 1), ("B", 2) })
        {
            Samples.Write(folder[name], tied, seed: seed);
        }

        var recipe = new MergeRecipe("average", 3) { Inputs = EquatableArray.Of(new MergeRecipeInput("A"), new MergeRecipeInput("B")) };
        await CheckpointMerger.MergeAsync(Merge(recipe, values: tied), new Dictionary<string, string> { ["A"] = folder["A"], ["B"] = folder["B"] }, folder["out"]);

        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        Assert.DoesNotContain("lm_head.weight", written.Tensors.Keys);
        Assert.Contains("model.embed_tokens.weight", written.Tensors.Keys);
    }

    [Fact]
    public async Task NumberTooGreatForFloat16_IsAnError()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        var recipe = new MergeRecipe("linear", 3) { Inputs = EquatableArray.Of(GoldenMerges.Input("A", ("weight", 1e6)), GoldenMerges.Input("B", ("weight", 1))), Parameters = GoldenMerges.One("normalize", 0), Dtype = Dtype.Float16 };

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointMerger.MergeAsync(Merge(recipe), models, folder["out"]));

        Assert.Contains("float16 cannot hold", e.Message, StringComparison.Ordinal);
        Assert.Equal(["A", "B", "Base"], Directory.EnumerateFileSystemEntries(folder.FullPath).Select(Path.GetFileName).Where(name => name![0] != '.').Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task BFloat16OfFloat32_IsRoundedOnce()
    {
        using var folder = new TempFolder();
        MergeRecipe recipe = GoldenMerges.Recipe("linear_bf16");
        await CheckpointMerger.MergeAsync(Golden(recipe, "linear_bf16"), GoldenFolders(), folder["out"]);

        using var models = new GoldenMerges();
        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        const string name = "model.layers.3.mlp.up_proj.weight";
        float[] merged = GoldenMerges.Values(written.Tensors[name]);
        float[] a = models.Values("inA", name), b = models.Values("inB", name);
        for (int i = 0; i < merged.Length; i++)
        {
            double exact = (0.7 * a[i]) + (0.3 * b[i]);
            Assert.InRange(Math.Abs(merged[i] - exact), 0, 0.5001 * Math.ScaleB(1, (int)Math.Floor(Math.Log2(Math.Abs(exact))) - 7));
        }
    }

    private static Dictionary<string, string> Narrowed(Dictionary<string, string> models, TempFolder folder)
    {
        foreach ((string model, string path) in models)
        {
            using CheckpointReader reader = CheckpointReader.Open(path);
            StoredTensor[] tensors = [.. reader.Tensors.Values];
            using CheckpointWriter writer = CheckpointWriter.Create(folder[model], [.. tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDtype.BF16, tensor.Info.Shape))]);
            foreach (StoredTensor tensor in tensors)
            {
                byte[] bytes = new byte[tensor.Info.ByteCount / 2];
                ElementConversion.FromSingle(GoldenMerges.Values(tensor), TensorDtype.BF16, bytes);
                writer[tensor.Name].Append(bytes);
            }

            writer.CopyFile(Path.Combine(path, "config.json"));
            writer.Commit(new CheckpointManifest { Model = model, Dtype = "bfloat16" });
        }

        return models.Keys.ToDictionary(model => model, model => folder[model]);
    }

    private static CheckpointMerge Golden(MergeRecipe recipe, string name)
    {
        using CheckpointReader expected = CheckpointReader.Open(SolarAssets.Path($"golden/merge/out_{name}"));
        return new CheckpointMerge
        {
            Name = "Test." + name,
            Tensors = [.. GoldenMerges.InForwardOrder(expected.Tensors.Keys).Select(tensor => new TensorShape(tensor, [.. expected.Tensors[tensor].Info.Shape]))],
            Config = File.ReadAllText(Path.Combine(expected.FullPath, "config.json")),
            Recipe = recipe,
        };
    }

    private static Dictionary<string, string> GoldenFolders() =>
        new[] { "inA", "inB", "inC" }.ToDictionary(name => name, name => SolarAssets.Path($"golden/merge/{name}"));
}
