using System;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class UsageTests : CommandLineTest
{
    [Fact]
    public async Task Help_NamesEveryCommand()
    {
        LabRun run = await LabRun.ToolAsync("--help");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.All(["list", "plan", "preview", "upscale", "merge", "cocktail", "lora", "verify", "inspect", "generate", "export"], command => Assert.Contains($"  {command} ", run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("explode")]
    [InlineData("plan", "--max-shard-size")]
    [InlineData("plan", "--tensor")]
    [InlineData("generate", "x", "--max-new-tokens", "many")]
    public async Task CommandLineThatIsWrong_IsUsage(params string[] args)
    {
        LabRun run = await InProgramAsync(args);
        run.Failed(ExitCode.Usage, "--help");
    }

    [Fact]
    public async Task MisspeltOption_GetsTheNearestOne() =>
        (await InProgramAsync("plan", "TinySolar", "--tensor")).Failed(ExitCode.Usage, "Did you mean '--tensors'?");

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("5 apples")]
    [InlineData("99999999999999999999GB")]
    [InlineData("1e9")]
    public async Task ShardSizeThatIsNone_IsUsage(string size) =>
        (await LabRun.ToolAsync("plan", "--base", Base(), "--recipe", "Upscale(base, dropTop: 1, dropBottom: 1)", $"--max-shard-size={size}"))
            .Failed(ExitCode.Usage, "is no size");

    [Fact]
    public async Task RecipeWithoutABase_IsUsage() =>
        (await LabRun.ToolAsync("plan", "--recipe", "Upscale(base, dropTop: 1, dropBottom: 1)")).Failed(ExitCode.Usage, "--base DIR");

    [Fact]
    public async Task WeightsWithoutAName_IsUsage() =>
        (await InProgramAsync("upscale", "TinySolar", "--weights", Base())).Failed(ExitCode.Usage, "is not NAME=DIR");

    [Fact]
    public async Task NoDeclaration_ListsThem() =>
        (await InProgramAsync("plan")).Failed(ExitCode.Usage, "TinySolar", "TinyMean");
}
