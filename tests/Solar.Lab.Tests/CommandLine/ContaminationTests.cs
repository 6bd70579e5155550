using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

/// <summary><c>contamination</c>: what training data has of evaluation sets, as a table and as JSON.</summary>
public sealed class ContaminationTests : CommandLineTest
{
    private const string Question = "A robe takes two bolts of blue fiber and half that much white fiber; how many bolts?";

    [Fact]
    public async Task Stage_IsHeldToTheSetsThatItDeclares()
    {
        LabRun run = (await LabRun.ToolAsync("contamination", Declared(), "Tuned")).EndedWith(ExitCode.Contaminated);

        Assert.Equal(
            """
            training set rows Test
            3 items
            Chats 3 1 row, 1 item (33.3 %)
            An overlap is 8 words in a row.
            Test: 1 item is too short to be looked for.
            chats.jsonl, line 2 has 17 words of test.jsonl, line 2:
            a robe takes two bolts of blue fiber and half that much white fiber how many bolts
            """,
            run.Rows);
    }

    [Fact]
    public async Task Figures_AreOneJsonObject()
    {
        JsonElement found = (await LabRun.ToolAsync("contamination", Declared(), "Chats", "Web", "--against", "Test", "--json")).EndedWith(ExitCode.Contaminated).Json;

        Assert.Equal(
            """
            {"ngram_size":13,"evaluation_sets":[{"name":"Test","items":3,"unchecked":1,"phrases":0}],"training_sets":[
            {"name":"Chats","rows":3,"contaminated":1,"overlaps":[{"against":"Test","rows":1,"items":1,"share":0.3333333333333333,"examples":[
            {"file":"DIR/chats.jsonl","row":2,"unit":"line","item":"test.jsonl, line 2","word_count":17,"words":"a robe takes two bolts of blue fiber and half that much white fiber how many bolts"}]}]},
            {"name":"Web","rows":2,"contaminated":0,"overlaps":[{"against":"Test","rows":0,"items":0,"share":0,"examples":[]}]}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            JsonSerializer.Serialize(found).Replace(At(""), "DIR", StringComparison.Ordinal).Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DataWithoutOverlap_Succeeds()
    {
        LabRun run = (await LabRun.ToolAsync("contamination", Declared(), "Web", "--against", "Test")).Succeeded();

        Assert.Contains("Web 2 –", run.Rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_NeedNoDeclaration()
    {
        Declared();

        LabRun run = (await LabRun.ToolAsync("contamination", At("chats.jsonl"), At("web.txt"), "--against", At("test.jsonl"))).EndedWith(ExitCode.Contaminated);

        Assert.Contains($"{At("chats.jsonl")} 3 1 row, 1 item (33.3 %)", run.Rows, StringComparison.Ordinal);
        Assert.Contains($"{At("web.txt")} 1 –", run.Rows, StringComparison.Ordinal);                          // one paragraph
    }

    /// <summary>Rows of the tasks among a thousand others: exactly these are found, and what is told of them is where they stand.</summary>
    [SkippableFact]
    public async Task ItemsOfTheTasks_AreFoundWhereTheyWerePut_AndNowhereElse()
    {
        string[] training = File.ReadAllLines(SolarAssets.Path("sft/dolly_hhrlhf_train_small.jsonl"));
        string question = JsonDocument.Parse(File.ReadLines(SolarAssets.Path("h6/gsm8k_test.jsonl")).ElementAt(7)).RootElement.GetProperty("question").GetString()!;
        string sentence = JsonDocument.Parse(File.ReadLines(SolarAssets.Path("h6/arc_challenge.jsonl")).ElementAt(42)).RootElement.GetProperty("query").GetString()!;
        training[99] = JsonSerializer.Serialize(new { prompt = "Solve this.", response = "Of course: " + question.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal) });
        training[500] = JsonSerializer.Serialize(new { prompt = $"- {sentence.Replace(' ', '\n')}", response = question });
        File.WriteAllLines(At("train.jsonl"), training);

        Directory.CreateDirectory(At("h6"));
        foreach (string file in (string[])["arc_challenge.jsonl", "gsm8k_test.jsonl", "truthfulqa_mc_task_v0.json", "winogrande.jsonl"])
        {
            File.Copy(SolarAssets.Path($"h6/{file}"), At($"h6/{file}"));
        }

        JsonElement set = (await LabRun.ToolAsync("contamination", At("train.jsonl"), "--against", At("h6"), "--json"))
            .EndedWith(ExitCode.Contaminated).Json.GetProperty("training_sets")[0];

        Assert.Equal((1000, 2), (set.GetProperty("rows").GetInt32(), set.GetProperty("contaminated").GetInt32()));
        Assert.Equal(
            ["arc_challenge, item 43 in 501", "gsm8k, item 8 in 100", "gsm8k, item 8 in 501"],
            set.GetProperty("overlaps").EnumerateArray().SelectMany(overlap => overlap.GetProperty("examples").EnumerateArray())
                .Select(example => $"{example.GetProperty("item").GetString()} in {example.GetProperty("row").GetInt32()}"));
    }

    [SkippableFact]
    public async Task FolderWithTheDataOfOneTask_WarnsOfTheOthers()
    {
        Directory.CreateDirectory(At("h6"));
        File.Copy(SolarAssets.Path("h6/gsm8k_test.jsonl"), At("h6/gsm8k_test.jsonl"));

        LabRun run = (await LabRun.ToolAsync("contamination", SolarAssets.Path("h6/gsm8k_test.jsonl"), "--against", At("h6"))).EndedWith(ExitCode.Contaminated);

        Assert.Equal(5, run.Error.Split("warning: Task ").Length - 1);
        Assert.Contains("1,319 rows, 1,319 items (100.0 %)", run.Rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsMissing_IsSaid()
    {
        (await LabRun.ToolAsync("contamination")).Failed(ExitCode.Usage, "Name stages, data sets or files");
        (await LabRun.ToolAsync("contamination", Declared(), "Chats")).Failed(ExitCode.Usage, "--against");
        (await LabRun.ToolAsync("contamination", Declared(), "Chatts", "--against", "Test")).Failed(ExitCode.Failure, "did you mean 'Chats'?");
        (await LabRun.ToolAsync("contamination", Declared(), "Base", "--against", "Test")).Failed(ExitCode.Failure, "Base is a model");
        (await LabRun.ToolAsync("contamination", Declared(), "Chats", "--against", "Test", "--ngram-size", "3")).Failed(ExitCode.Usage, "5 to 100");
        (await LabRun.ToolAsync("contamination", At("none.jsonl"), "--against", At("test.jsonl"))).Failed(ExitCode.Failure, "none.jsonl", "no such file");
        Directory.CreateDirectory(At("empty"));
        (await LabRun.ToolAsync("contamination", At("chats.jsonl"), "--against", At("empty"))).Failed(ExitCode.Failure, "has the data of no task", "arc_challenge");
    }

    private string Declared()
    {
        File.WriteAllText(At("test.jsonl"), $$"""
            {"question": "Weng earns twelve dollars an hour for babysitting; yesterday she did fifty minutes. How much?", "answer": "10"}
            {"question": "{{Question}}", "answer": "It takes 2/2=1 bolt of white fiber. #### 3"}
            {"question": "2+2?", "answer": "4"}

            """);
        File.WriteAllText(At("chats.jsonl"), $$"""
            {"prompt": "a colour?", "completion": "red"}
            {"prompt": "{{Question.ToUpperInvariant()}}", "completion": "three"}
            {"prompt": "hi", "completion": "hello"}

            """);
        File.WriteAllText(At("web.txt"), "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate.\n");
        string file = At("program.solar.yaml");
        File.WriteAllText(file, """
            models:
              Base: { llama: { hidden_size: 8, intermediate_size: 16, num_hidden_layers: 4, num_attention_heads: 2, vocab_size: 512, max_position_embeddings: 256 } }
            data:
              Web: { text_file: web.txt, sample_by: line }
              Chats: { json_lines: chats.jsonl, format: prompt_completion }
              Test: { json_lines: test.jsonl, format: gsm8k }
            stages:
              Tuned: { instruction_tune: Base, data: Chats, decontaminate: Test, contamination_ngram_size: 8 }
            """);
        return file;
    }
}
