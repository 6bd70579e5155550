using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using System.Xml.Linq;
using Solar.Lab.CommandLine;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class InspectTests : CommandLineTest
{
    [Fact]
    public async Task Inspect_ShowsTensorsStatisticsAndLayers()
    {
        (await LabRun.ToolAsync("upscale", "--base", Base(), "--recipe", "Upscale(base, dropTop: 1, dropBottom: 1)", "--out", At("grown"))).Succeeded();
        LabRun run = (await LabRun.ToolAsync("inspect", At("grown"))).Succeeded();

        Assert.Contains("llama, 6 layers, 4,456 parameters, 17.8 kB in 1 file, F32", run.Rows, StringComparison.Ordinal);
        Assert.Contains("model.layers.*.input_layernorm.weight 6 F32 [8] 192 B 1 0 1 1 0 0", run.Rows, StringComparison.Ordinal);

        // Layers 3 and 4 are copies of 1 and 2.
        Assert.Contains(
            """
            0 # . . . . .
            1 . # . # . .
            2 . . # . # .
            3 . # . # . .
            4 . . # . # .
            5 . . . . . #
            """,
            run.Rows.Replace("1 # ", "# ", StringComparison.Ordinal).Replace('-', '.'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectAsJson_HasTheWholeMatrix()
    {
        JsonElement found = (await LabRun.ToolAsync("inspect", Base(), "--json", "--tensors", "--exact")).Succeeded().Json;
        Assert.Equal(39, found.GetProperty("tensors").GetArrayLength());
        double[][] similarity = [.. found.GetProperty("similarity").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetDouble()).ToArray())];
        Assert.Equal(4, similarity.Length);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(1, similarity[i][i], 5));
        Assert.All(similarity.SelectMany((row, i) => row.Where((_, j) => j != i)), cosine => Assert.InRange(cosine, -0.3, 0.3));
    }

    [Fact]
    public async Task Statistics_AreThoseOfTheElements()
    {
        JsonElement found = (await LabRun.ToolAsync("inspect", Base(), "--json", "--tensors")).Succeeded().Json;
        JsonElement statistics = found.GetProperty("tensors").EnumerateArray()
            .Single(tensor => tensor.GetProperty("name").GetString() == "lm_head.weight").GetProperty("statistics");

        using var checkpoint = Runtime.Checkpoints.CheckpointReader.Open(At("base"));
        float[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(checkpoint.Tensors["lm_head.weight"].Bytes).ToArray();
        double mean = values.Average(value => (double)value);
        Assert.Equal(mean, statistics.GetProperty("mean").GetDouble(), 9);
        Assert.Equal(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), statistics.GetProperty("deviation").GetDouble(), 9);
        Assert.Equal((values.Min(), values.Max()), ((float)statistics.GetProperty("min").GetDouble(), (float)statistics.GetProperty("max").GetDouble()));
        Assert.Equal((256, 0, 0), (statistics.GetProperty("count").GetInt32(), statistics.GetProperty("zeros").GetInt32(), statistics.GetProperty("non_finite").GetInt32()));
    }

    [Fact]
    public async Task Svg_IsAPictureOfEveryPair()
    {
        (await LabRun.ToolAsync("inspect", Base(), "--svg", At("map.svg"))).Succeeded();
        XElement svg = XDocument.Load(At("map.svg")).Root!;
        Assert.Equal(16, svg.Descendants(svg.Name.Namespace + "title").Count());
    }

    [Fact]
    public async Task NamesOfAnUntrustedFile_CannotSteerTheTerminal()
    {
        Directory.CreateDirectory(At("evil"));
        string header = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["\u001b]0;owned\u0007[red]x[/]"] = new { dtype = "F32", shape = new[] { 1 }, data_offsets = new[] { 0, 4 } },
        });
        byte[] file = new byte[8 + header.Length + 4];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        Encoding.ASCII.GetBytes(header).CopyTo(file, 8);
        File.WriteAllBytes(At("evil/model.safetensors"), file);

        LabRun run = (await LabRun.ToolAsync("inspect", At("evil"))).Succeeded();
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains("?]0;owned?[red]x[/]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_CanBeReadAlone()
    {
        LabRun run = (await LabRun.ToolAsync("inspect", Base(), "--no-statistics")).Succeeded();
        Assert.DoesNotContain("deviation", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cosine", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderThatIsNotThere_IsSaid() =>
        (await LabRun.ToolAsync("inspect", At("nowhere"))).Failed(ExitCode.Failure, At("nowhere"));
}
