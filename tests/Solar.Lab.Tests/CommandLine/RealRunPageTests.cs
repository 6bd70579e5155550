using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

/// <summary>What docs/real-run.md says of memory follows from what it declares.</summary>
public sealed class RealRunPageTests : CommandLineTest
{
    private static readonly string Page = File.ReadAllText(Repository.Path("docs/real-run.md"));

    [Fact]
    public async Task MemoryTable_IsTheParametersOfTheDeclarations_ByTheBytesOfEachRow()
    {
        long parameters = (await PlanAsync("SftV3")).GetProperty("parameters").GetInt64();
        string[][] rows = Table("| | bytes a parameter |");

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"P = {parameters:N0} parameters"), Page, StringComparison.Ordinal);
        Assert.Equal(8, rows.Length);
        foreach (string[] row in rows)
        {
            double all = parameters * double.Parse(row[1], CultureInfo.InvariantCulture) / 1e9;
            Assert.Equal(((IEnumerable<double>)[all, all / 8, all / 16, all / 64]).Select(Shown), row[2..]);
        }
    }

    [Fact]
    public async Task OneDevice_TakesTwentyBytesAParameter()
    {
        JsonElement plan = await PlanAsync("SftV3"), budget = plan.GetProperty("budget");

        long state = Bytes(budget, "weights") + Bytes(budget, "gradients") + Bytes(budget, "optimizer");
        Assert.Equal(20 * plan.GetProperty("parameters").GetInt64(), state);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"SftV3`: {state / 1e9:0} GB"), Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ActivationsOfEachStage_AreThoseOfItsPlan()
    {
        string[][] rows = Table("| stage | rows × tokens of a pass |");

        Assert.Equal(3, rows.Length);
        foreach ((string stage, string[] row) in ((string[])["Solar10BPretrained", "SftV3", "Candidate1"]).Zip(rows))
        {
            JsonElement budget = (await PlanAsync(stage)).GetProperty("budget");
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"about {(Bytes(budget, "activations") + Bytes(budget, "logits")) / 1e9:0.0} GB"), row[2]);
        }
    }

    private static string Shown(double gigabytes) => gigabytes.ToString("0.0", CultureInfo.InvariantCulture);

    private static long Bytes(JsonElement budget, string name) => budget.GetProperty(name).GetInt64();

    private async Task<JsonElement> PlanAsync(string stage)
    {
        string file = At("real.solar.yaml");
        File.WriteAllText(file, Regex.Match(Page, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        return (await LabRun.ToolAsync("plan", file, stage, "--json")).Succeeded().Json;
    }

    // Bold figures are the same figures.
    private static string[][] Table(string head) =>
    [
        .. Page.Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Replace("*", "", StringComparison.Ordinal).Trim()).ToArray()),
    ];
}
