using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class GoldenMergeTests : CommandLineTest
{
    [SkippableTheory]
    [InlineData("linear", "{ linear: [{ model: inA, weight: 0.7 }, { model: inB, weight: 0.3 }] }")]
    [InlineData("slerp", "{ slerp: [inA, inB], t: [{ filter: self_attn, value: [0, 0.5, 0.3, 0.7, 1] }, { filter: mlp, value: [1, 0.5, 0.7, 0.3, 0] }, { value: 0.5 }] }")]
    public async Task MergeOfAYamlFile_GivesWhatTheReferenceGives(string name, string merge)
    {
        File.WriteAllText(At("own.solar.yaml"), $"namespace: Own\nmerges:\n  Merged: {merge}\n");
        string[] bases = ["--base", $"inA={SolarAssets.Path("golden/merge/inA")}", "--base", $"inB={SolarAssets.Path("golden/merge/inB")}"];
        LabRun run = await LabRun.ToolAsync(["merge", At("own.solar.yaml"), "Merged", At("out"), .. bases]);

        // Nobody says that the two have a common ancestor, and that is worth a warning.
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("warning: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));

        using CheckpointReader expected = CheckpointReader.Open(SolarAssets.Path($"golden/merge/out_{name}"));
        using CheckpointReader actual = CheckpointReader.Open(At("out"));
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (string tensor in expected.Tensors.Keys)
        {
            ReadOnlySpan<float> left = MemoryMarshal.Cast<byte, float>(expected.Tensors[tensor].Bytes), right = MemoryMarshal.Cast<byte, float>(actual.Tensors[tensor].Bytes);
            Assert.Equal(left.Length, right.Length);
            for (int i = 0; i < left.Length; i++)
            {
                Assert.True(Math.Abs(left[i] - right[i]) <= 1e-6f * Math.Max(1, Math.Abs(left[i])), $"{tensor}[{i}]: {left[i]} and {right[i]}");
            }
        }
    }
}
