using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Solar.Compiler.Schema;
using Solar.Generators.Tests.Inputs;
using Solar.Generators.Tests.Rules;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests.Schema;

/// <summary>The schema that editors complete <c>*.solar.yaml</c> by: it is the language's own tables, and takes what the reader takes.</summary>
public class YamlSchemaTests
{
    private const string Path = "docs/schema/solar.schema.json";

    // Rules of how things are written; whatever else is wrong with a file, no schema can see.
    private static readonly string[] OfForm = ["SOLAR001", "SOLAR002", "SOLAR003", "SOLAR004", "SOLAR006", "SOLAR007", "SOLAR008", "SOLAR009", "SOLAR011", "SOLAR103", "SOLAR109", "SOLAR307"];

    private static readonly JsonObject Root = (JsonObject)JsonNode.Parse(YamlSchema.Write())!;
    private static readonly JsonSchema Schema = new(Root);

    public static TheoryData<string> WellFormed =>
        new(RuleExample.All.Where(example => example.Front == FrontEnd.Yaml && !OfForm.Contains(example.Id)).Select(example => example.ToString()));

    public static TheoryData<string> Misspelt =>
        new(RuleExample.All.Where(example => example.Front == FrontEnd.Yaml && example.Id is "SOLAR002" or "SOLAR307").Select(example => example.ToString()));

    /// <summary>Accepted with SOLAR_ACCEPT_SNAPSHOTS=1, as snapshots are.</summary>
    [Fact]
    public void CommittedSchema_IsThatOfTheLanguage()
    {
        if (Environment.GetEnvironmentVariable("SOLAR_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Repository.Path(Path), YamlSchema.Write());
        }

        Assert.Equal(YamlSchema.Write(), File.ReadAllText(Repository.Path(Path)));
    }

    [Theory]
    [MemberData(nameof(WellFormed))]
    public void FileOfRightForm_IsValid(string name) => Assert.Empty(Schema.Validate(YamlToJson.Read(Unmarked(name))));

    [Theory]
    [MemberData(nameof(Misspelt))]
    public void MisspeltKey_IsNotValid(string name) => Assert.NotEmpty(Schema.Validate(YamlToJson.Read(Unmarked(name))));

    [Theory]
    [InlineData("models: { X: { llama: { hidden_size: wide } } }")]
    [InlineData("models: { X: { llama: { hidden_act: sillu } } }")]
    [InlineData("models: { X: { llama: {}, mistral: {} } }")]
    [InlineData("models: { X: { weights: org/name } }")]
    [InlineData("models: { X: { llama: {}, accessibility: protected } }")]
    [InlineData("stages: { X: { pretrain: A, data: A, beta: 1 } }")]
    [InlineData("stages: { X: { data: A } }")]
    [InlineData("data: { X: { text_file: a, format: alpaca } }")]
    [InlineData("model: { X: { llama: } }")]
    public void WrongValueOrWord_IsNotValid(string yaml) => Assert.NotEmpty(Schema.Validate(YamlToJson.Read(yaml)));

    /// <summary>Every word and every key of the language, as EveryKeyTests has them; and the repository's own files.</summary>
    [Fact]
    public void EverythingThatCanBeSaid_IsValid()
    {
        string page = File.ReadAllText(Repository.Path("docs/language.md"));
        IEnumerable<string> files = Directory.EnumerateFiles(Repository.Path("."), "*.solar.yaml", SearchOption.AllDirectories).Where(file => !file.Contains("/bin/") && !file.Contains("/obj/"));
        string[] programs =
        [
            EveryKeyTests.Yaml, EveryMergeKeyTests.Yaml, PaperProgram.Yaml,
            .. Regex.Matches(page, "(?s)```yaml\n(.*?)```").Select(block => block.Groups[1].Value),
            .. files.Select(File.ReadAllText),
        ];

        Assert.All(programs, yaml => Assert.Empty(Schema.Validate(YamlToJson.Read(yaml)).Select(fault => fault + "\n" + yaml)));
        Assert.True(programs.Length > 6);
    }

    /// <summary>Hover in an editor is the description; a key without one was forgotten.</summary>
    [Fact]
    public void EveryKey_IsDocumented()
    {
        string[] undocumented = [.. Undocumented(Root, "#")];

        Assert.Empty(undocumented);
    }

    private static IEnumerable<string> Undocumented(JsonNode? node, string path) => node switch
    {
        JsonObject schema => schema.SelectMany(member => member is { Key: "properties", Value: JsonObject properties }
            ? properties.SelectMany(key => (IsDocumented(key.Value!) ? [] : new[] { $"{path}.{key.Key}" }).Concat(Undocumented(key.Value, $"{path}.{key.Key}")))
            : Undocumented(member.Value, $"{path}.{member.Key}")),
        JsonArray list => list.SelectMany((item, i) => Undocumented(item, $"{path}[{i}]")),
        _ => [],
    };

    private static bool IsDocumented(JsonNode schema) =>
        schema["description"]?.GetValue<string>() is { Length: > 5 }
        || (schema["$ref"]?.GetValue<string>() is { } reference && Root["definitions"]![reference["#/definitions/".Length..]]!["description"] is not null);

    private static string Unmarked(string name) =>
        Regex.Replace(RuleExample.All.Single(candidate => candidate.ToString() == name).Text, @"\{\|SOLAR\d+:|\|\}", "");
}
