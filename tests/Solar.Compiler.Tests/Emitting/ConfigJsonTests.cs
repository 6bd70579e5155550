using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>The config.json that is written for a declaration, against those that transformers wrote.</summary>
public sealed class ConfigJsonTests
{
    /// <summary>What may differ: a version that we do not claim, and nulls that transformers leaves out (or writes for Llama alone).</summary>
    private static readonly string[] Unclaimed = ["transformers_version"];
    private static readonly string[] WrittenAsNull = ["pad_token_id", "rope_scaling"];

    public static TheoryData<string> Goldens =>
        ["golden/llama", "golden/llama_mha_tied_bias", "golden/llama3_rope", "golden/llama_linear_rope", "golden/mistral", "golden/mistral_sw8", "stories260K/hf"];

    [SkippableTheory]
    [MemberData(nameof(Goldens))]
    public void GoldenConfig_ReadAndWritten_IsTheSameKeyByKey(string model)
    {
        string original = File.ReadAllText(Path.Combine(SolarAssets.Path(model), "config.json"));
        ArchitectureDeclaration architecture = ConfigJsonReader.Read("config.json", original).Architecture!;

        string written = ConfigJson.Write(Family.Find(architecture.Family)!.Lower(architecture.Values));

        Dictionary<string, string> expected = Keys(original), actual = Keys(written);
        Assert.Equal(expected.Keys.Except(Unclaimed).Union(WrittenAsNull).Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string key, string value) in actual)
        {
            Assert.Equal((key, expected.GetValueOrDefault(key, "null")), (key, value));
        }
    }

    [SkippableFact]
    public void GoldenConfig_ReadAndWritten_HasTheLinesOfTransformers()
    {
        string original = File.ReadAllText(Path.Combine(SolarAssets.Path("golden/llama3_rope"), "config.json"));
        ArchitectureDeclaration architecture = ConfigJsonReader.Read("config.json", original).Architecture!;

        string written = ConfigJson.Write(Family.Find(architecture.Family)!.Lower(architecture.Values));

        Assert.Equal(
            original.Split('\n').Where(line => !line.Contains("transformers_version", StringComparison.Ordinal)),
            written.Split('\n'));
    }

    [Theory]
    [InlineData(10000.0, "10000.0")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012, "0.00012")]
    [InlineData(0.02, "0.02")]
    [InlineData(0.1234567890123, "0.1234567890123")]
    [InlineData(0, "0.0")]
    [InlineData(1, "1.0")]
    [InlineData(2.5, "2.5")]
    [InlineData(1000000.0, "1000000.0")]
    [InlineData(1234567.5, "1234567.5")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.25e22, "1.25e+22")]
    [InlineData(1e100, "1e+100")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(-0.5, "-0.5")]
    public void Number_IsWrittenAsPythonDoes(double value, string expected) => Assert.Equal(expected, PythonNumber.Float(value));

    private static Dictionary<string, string> Keys(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(
            member => member.Name, member => JsonSerializer.Serialize(member.Value), StringComparer.Ordinal);
    }
}
