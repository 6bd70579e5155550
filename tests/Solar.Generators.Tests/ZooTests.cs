using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Generators.Tests.Harness;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>The zoo against the published totals: each model is declared, counts to the last digit, and says what goes with its weights.</summary>
public partial class ZooTests
{
    private static readonly Lazy<(TestRun Run, string Sources)> Zoo = new(Read);

    public static TheoryData<string, long> Counts => new()
    {
        { "Mistral7B", 7_241_732_096 }, { "Mistral7BInstructV02", 7_241_732_096 },
        { "Solar10B", 10_731_524_096 }, { "Solar10BInstruct", 10_731_524_096 },
        { "Mixtral8x7B", 46_702_792_704 }, { "Mixtral8x7BInstruct", 46_702_792_704 },
        { "Mixtral8x22B", 140_620_634_112 }, { "Mixtral8x22BInstruct", 140_630_071_296 },
        { "Qwen72B", 72_287_920_128 }, { "Qwen14B", 14_167_290_880 }, { "Qwen7B", 7_721_324_544 },
        { "Qwen2_72B", 72_706_203_648 }, { "Qwen2_7B", 7_615_616_512 }, { "Qwen25_05B", 494_032_768 },
        { "Yi34B", 34_388_917_248 }, { "Yi34B200K", 34_388_917_248 }, { "Yi34BChat", 34_388_917_248 }, { "Yi6B", 6_061_035_520 },
        { "Llama2_7B", 6_738_415_616 }, { "Llama2_13B", 13_015_864_320 }, { "Llama2_70B", 68_976_648_192 },
        { "Llama3_8B", 8_030_261_248 }, { "Llama3_70B", 70_553_706_496 },
        { "Falcon180B", 179_522_565_120 }, { "Falcon40B", 41_303_293_952 }, { "Falcon7B", 6_921_720_704 },
        { "TinyLlama1B", 1_100_048_384 },
        { "Gemma2B", 2_506_172_416 }, { "Gemma7B", 8_537_680_896 }, { "Gemma2_9B", 9_241_705_984 },
        { "Phi3Mini", 3_821_079_552 }, { "Gpt2", 124_439_808 }, { "GptNeoX20B", 20_554_567_680 },
        { "SauerkrautSolarInstruct", 10_731_524_096 },
        { "LunaSolarkrautInstruct", 10_731_524_096 }, { "UnaSolarInstruct", 10_731_524_096 }, { "Meow", 10_731_524_096 },
        { "Smaug72B", 72_288_575_488 }, { "AlpacaDragon72B", 72_288_575_488 }, { "Rhea72B", 72_288_575_488 }, { "MoMo72BLoraDpo", 72_288_575_488 }, { "MultiVerse70B", 72_288_575_488 },
        { "Llama3_70BInstructDpo", 70_553_706_496 }, { "Llama3TenyxChat70B", 70_553_706_496 }, { "Llama3_70BJapaneseSuzumeVector", 70_553_706_496 },
    };

    /// <summary>Merges, which have the type of their first parent or base.</summary>
    public static TheoryData<string, string> Merges => new()
    {
        { "LmCocktail10B", "Solar10BInstruct" }, { "SakuraSolarInstruct", "Solar10BInstruct" }, { "SauerkrautUnaSolarInstruct", "UnaSolarInstruct" },
    };

    /// <summary>The config.json of a model, as the emitted code holds it.</summary>
    internal static string Config(string name)
    {
        const string quotes = "\"\"\"";
        string text = Zoo.Value.Run.File($"Solar.Models.{name}.WeightMap.g.cs");
        int start = text.IndexOf(quotes, text.IndexOf("Config =", StringComparison.Ordinal), StringComparison.Ordinal) + quotes.Length;
        return text[start..text.IndexOf(quotes, start, StringComparison.Ordinal)];
    }

    [Fact]
    public void WholeZoo_CompilesWithoutAWord()
    {
        Assert.Empty(Zoo.Value.Run.Messages);
        Zoo.Value.Run.AssertCompiles();
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Model_HasThePublishedNumberOfParameters(string name, long count)
    {
        string written = count.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '_');

        Assert.Contains($"public const long ParameterCount = {written};", Zoo.Value.Run.File($"Solar.Models.{name}.Module.g.cs"), StringComparison.Ordinal);
        Assert.Contains($"Parameters = {written})]", Declaration(name), StringComparison.Ordinal);
        Documented(name);
    }

    [Theory]
    [MemberData(nameof(Merges))]
    public void Merge_GivesWeightsOfItsParentsType(string name, string type)
    {
        Assert.Contains($"static {type} Load(", Zoo.Value.Run.Files.Single(file => file.HintName.Contains($".{name}.", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
        Documented(name);
    }

    /// <summary>No model is published that this table has forgotten, but for the bases that others need.</summary>
    [Fact]
    public void Table_HasEveryDeclaration()
    {
        IEnumerable<string> known = Counts.Select(row => (string)((object[])row)[0]).Concat(Merges.Select(row => (string)((object[])row)[0]));
        string[] bases = ["Solar10BBase", "Qwen72BRenamed", "Llama3_70BInstruct"];

        Assert.Equal(known.Concat(bases).Order(StringComparer.Ordinal), Declared().Matches(Zoo.Value.Sources).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private static void Documented(string name)
    {
        string declaration = Declaration(name);
        Assert.Contains("Source:", declaration, StringComparison.Ordinal);
        Assert.Contains("Tokenizer: ", declaration, StringComparison.Ordinal);
        Assert.Contains("chat template", declaration, StringComparison.Ordinal);
        Assert.Contains("Context: ", declaration, StringComparison.Ordinal);
    }

    // From the end of the class before to its own.
    private static string Declaration(string name)
    {
        string sources = Zoo.Value.Sources;
        int end = sources.IndexOf($"public partial class {name};", StringComparison.Ordinal);
        Assert.True(end > 0, $"{name} is not declared");
        return sources[(sources.LastIndexOf("public partial class", end - 1, StringComparison.Ordinal) + 1)..end];
    }

    private static (TestRun Run, string Sources) Read()
    {
        (string Path, string Text)[] files =
        [
            .. Directory.EnumerateFiles(Repository.Path("src/Solar.Models"), "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => (path, File.ReadAllText(path))),
        ];
        return ((TestProgram.Of("") with { Sources = [.. files] }).Run(), string.Concat(files.Select(file => file.Text)));
    }

    [GeneratedRegex(@"^public partial class (\w+);", RegexOptions.Multiline)]
    private static partial Regex Declared();
}
