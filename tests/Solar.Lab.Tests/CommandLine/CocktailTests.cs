using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Evaluation;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class CocktailTests : CommandLineTest
{
    private const string Damaged = "model.layers.2.mlp.down_proj.weight";

    public CocktailTests() => TorchSharp.torch.set_num_threads(1);

    [SkippableFact]
    public async Task Cocktail_WeighsModelsByTheirLossAndMergesThem()
    {
        string stories = SolarAssets.Path("stories260K/hf");
        Damage(stories, At("damaged"));
        File.WriteAllText(At("examples.jsonl"), """
            {"input": "Once upon a time, there was a little girl named Lily.", "output": "She loved to play outside in the park."}

            {"text": "One day, a boy named Tim went to the park with his mom."}
            """);
        string[] what = ["cocktail", stories, At("damaged"), "--examples", At("examples.jsonl"), "--temperature", "0.5", "--out", At("out"), "--json"];

        LabRun planned = (await LabRun.ToolAsync([.. what, "--dry-run"])).Succeeded();
        Assert.False(Directory.Exists(At("out")));
        LabRun run = (await LabRun.ToolAsync(what)).Succeeded();

        Dictionary<string, double> losses = run.Json.GetProperty("losses").EnumerateObject().ToDictionary(loss => loss.Name, loss => loss.Value.GetDouble());
        Dictionary<string, double> weights = run.Json.GetProperty("weights").EnumerateObject().ToDictionary(weight => weight.Name, weight => weight.Value.GetDouble());
        Assert.Equal(["hf", "damaged"], losses.Keys);
        Assert.True(losses["hf"] < losses["damaged"], run.ToString());
        double share = Math.Exp(-losses["hf"] / 0.5) / (Math.Exp(-losses["hf"] / 0.5) + Math.Exp(-losses["damaged"] / 0.5));
        Assert.Equal(share, weights["hf"], 1e-12);
        Assert.Equal(1, weights.Values.Sum(), 1e-12);

        // The plan says the weights, the manifest the losses too, and the numbers are their weighted mean.
        string from = planned.Json.GetProperty("tensors").EnumerateArray().Single(tensor => tensor.GetProperty("name").GetString() == Damaged).GetProperty("from").GetString()!;
        Assert.Contains($"Solar.Compiled.hf:{Damaged} weight {JsonSerializer.Serialize(weights["hf"])}", from, StringComparison.Ordinal);
        string manifest = File.ReadAllText(At("out/solar.json"));
        Assert.Contains($"Cocktail(hf: {JsonSerializer.Serialize(weights["hf"])} of loss {JsonSerializer.Serialize(losses["hf"])}", manifest, StringComparison.Ordinal);
        float[] a = Values(stories), b = Values(At("damaged")), merged = Values(At("out"));
        Assert.All(Enumerable.Range(0, a.Length), i => Assert.Equal((float)((weights["hf"] * a[i]) + (weights["damaged"] * b[i])), merged[i], 1e-6f));
        (await LabRun.ToolAsync("verify", At("out"))).Succeeded();
    }

    [Theory]
    [InlineData("{\"input\": \"only\"}")]
    [InlineData("{\"text\": 3}")]
    [InlineData("[]")]
    [InlineData("not json")]
    public async Task LineThatIsNoExample_IsToldByItsNumber(string line)
    {
        File.WriteAllText(At("examples.jsonl"), "{\"text\": \"fine\"}\n" + line + "\n");
        (await LabRun.ToolAsync("cocktail", Base(), Base(), "--examples", At("examples.jsonl"), "--out", At("out"))).Failed(ExitCode.Failure, "line 2: it is no example");
    }

    [Fact]
    public async Task FileWithoutExamples_IsTold()
    {
        File.WriteAllText(At("examples.jsonl"), "\n");
        (await LabRun.ToolAsync("cocktail", Base(), Base(), "--examples", At("examples.jsonl"), "--out", At("out"))).Failed(ExitCode.Failure, "has no examples");
        (await LabRun.ToolAsync("cocktail", Base(), Base(), "--examples", At("none.jsonl"), "--out", At("out"))).Failed(ExitCode.Failure, "there is no such file");
    }

    [Fact]
    public async Task CommandLineThatIsIncomplete_IsUsage()
    {
        (await LabRun.ToolAsync("cocktail", Base(), "--examples", "x", "--out", At("out"))).Failed(ExitCode.Usage, "two models");
        (await LabRun.ToolAsync("cocktail", Base(), Base(), "--out", At("out"))).Failed(ExitCode.Usage, "--examples FILE");
        (await LabRun.ToolAsync("cocktail", Base(), Base(), "--examples", "x")).Failed(ExitCode.Usage, "--out DIR");
        (await LabRun.ToolAsync("cocktail", Base(), Base(), "--examples", "x", "--out", At("out"), "--temperature", "0")).Failed(ExitCode.Usage, "--temperature 0");
    }

    [Fact]
    public void Weights_AreTheSoftmaxOfTheLosses()
    {
        double[] weights = CocktailWeights.Of([1, 2, 4], 2);
        double sum = Math.Exp(-0.5) + Math.Exp(-1) + Math.Exp(-2);
        Assert.Equal(Math.Exp(-0.5) / sum, weights[0], 1e-15);
        Assert.Equal(Math.Exp(-1) / sum, weights[1], 1e-15);
        Assert.Equal(Math.Exp(-2) / sum, weights[2], 1e-15);
        Assert.Equal([1.0, 0.0], CocktailWeights.Of([1, 3000], 1e-3));
        Assert.Throws<ArgumentException>(() => CocktailWeights.Of([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => CocktailWeights.Of([1, 2], 0));
    }

    // The same model with one matrix turned around, so that it still speaks, and worse.
    private static void Damage(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            // The original may only be read, and a copy would be as it is.
            File.WriteAllBytes(Path.Combine(to, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        long start;
        byte[] bytes;
        using (CheckpointReader reader = CheckpointReader.Open(to))
        {
            StoredTensor tensor = reader.Tensors[Damaged];
            start = tensor.File.Header.DataStart + tensor.Entry.Begin;
            bytes = tensor.Bytes.ToArray();
        }

        MemoryMarshal.Cast<byte, float>(bytes.AsSpan()).Reverse();
        using FileStream stream = File.OpenWrite(Path.Combine(to, "model.safetensors"));
        stream.Position = start;
        stream.Write(bytes);
    }

    private static float[] Values(string folder)
    {
        using CheckpointReader checkpoint = CheckpointReader.Open(folder);
        return MemoryMarshal.Cast<byte, float>(checkpoint.Tensors[Damaged].Bytes).ToArray();
    }
}
