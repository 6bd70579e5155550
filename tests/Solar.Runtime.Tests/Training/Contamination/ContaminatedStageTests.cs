using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Data.Contamination;
using Solar.Runtime.Training.State;
using Xunit;

namespace Solar.Runtime.Tests.Training.Contamination;

/// <summary>What becomes of a run of each kind of stage whose data has a row of an evaluation set.</summary>
public sealed class ContaminatedStageTests : IDisposable
{
    private const string Question = "If it is so, how do we go on, as he is at ten?";
    private const string Words = "if it is so how do we go on as he is at ten";

    private static readonly DatasetDescription Test = new() { Name = "Tests.Gsm8k", Kind = "json_lines", Path = "test.jsonl", Format = "gsm8k" };

    private readonly TemporaryFolder _folder = new();

    public ContaminatedStageTests()
    {
        _folder.Write("test.jsonl", $$"""
            {"question": "Weng earns twelve dollars an hour for babysitting; yesterday she did fifty minutes. How much?", "answer": "10"}
            {"question": "{{Question}}", "answer": "It takes 2/2=1 bolt of white fiber. #### 3"}
            {"question": "2+2?", "answer": "4"}
            """);
        _folder.Write("web.txt", $"Shall I compare thee to a summer's day? Thou art more lovely and more temperate.\nQ: {Question.ToUpperInvariant()} A: three\nrough winds do shake the darling buds of May\n");
        _folder.Write("chats.jsonl", $$"""
            {"prompt": "a colour?", "completion": "red"}
            {"prompt": "{{Question}}", "completion": "three"}
            {"prompt": "hi", "completion": "hello"}
            """);
        _folder.Write("pairs.jsonl", $$"""
            {"prompt": "a colour?", "chosen": "red", "rejected": "seven"}
            {"prompt": "say it", "chosen": "no", "rejected": "{{Question}}"}
            {"prompt": "hi", "chosen": "hello", "rejected": "go away"}
            """);
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds => new("web.txt", "chats.jsonl", "pairs.jsonl");

    [Theory, MemberData(nameof(Kinds))]
    public async Task Error_EndsTheRunBeforeItsFirstStep_AndNamesFileRowWordsAndMend(string data)
    {
        TrainingDataException refused = await Assert.ThrowsAsync<TrainingDataException>(() => RunAsync(data, ContaminationAction.Error));

        Assert.Equal((_folder[data], 2, "line"), (refused.File, refused.Line, refused.Unit));
        Assert.Equal(
            $"{_folder[data]}, line 2: has 14 words in a row of test.jsonl, line 2, of evaluation set Tests.Gsm8k: \"{Words}\". "
            + $"1 of 3 rows of Tests.Data overlap 1 item of Tests.Gsm8k (33.3 %): {data}, line 2. "
            + "Leave such rows out with contamination_action: filter, train on them with warning, or look at all of them with the command contamination.",
            refused.Message);
        Assert.False(File.Exists(Path.Combine(_folder["out"], "training_log.jsonl")));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Warning_TrainsOnAllRows_AndSaysSoInLogProgressAndManifest(string data)
    {
        var steps = new List<TrainingStep>();
        TrainingManifest manifest = (await RunAsync(data, ContaminationAction.Warning, steps.Add)).Manifest;

        string told = $"1 of 3 rows of Tests.Data overlap 1 item of Tests.Gsm8k (33.3 %): {data}, line 2.";
        Assert.Equal([told], steps[0].Warnings);
        Assert.All(steps.Skip(1), step => Assert.Empty(step.Warnings));
        TrainedDataset trained = Assert.Single(manifest.Data);
        Assert.Equal((3, 0, 3), (trained.Counts.Rows, trained.Counts.Contaminated, trained.Counts.Documents));
        Assert.Equal((3, 1), (trained.Contamination!.Rows, trained.Contamination.Contaminated));
        Assert.Equal(new OverlapExample(data, 2, "line", "test.jsonl, line 2", 14, Words), Assert.Single(Assert.Single(trained.Contamination.Overlaps).Examples));
        EvaluationSet set = Assert.Single(manifest.Decontaminate!);
        Assert.Equal(("Tests.Gsm8k", "test.jsonl", 3, 1, 0), (set.Name, set.Path, set.Items, set.Unchecked, set.Phrases));

        JsonElement line = JsonDocument.Parse(File.ReadLines(Path.Combine(_folder["out"], "training_log.jsonl")).First()).RootElement;
        Assert.Equal(0, line.GetProperty("step").GetInt32());
        Assert.Equal("Tests.Gsm8k", line.GetProperty("contamination")[0].GetProperty("overlaps")[0].GetProperty("against").GetString());
        string written = File.ReadAllText(Path.Combine(_folder["out"], "solar.json"));
        Assert.Contains("\"contamination_action\": \"warning\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, written, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Filter_TrainsOnTheOtherRows_CountsThem_AndIsTheRunOfAFileWithoutThem(string data)
    {
        var steps = new List<TrainingStep>();
        TrainingResult filtered = await RunAsync(data, ContaminationAction.Filter, steps.Add);

        Assert.All(steps, step => Assert.Empty(step.Warnings));
        TrainedDataset trained = Assert.Single(filtered.Manifest.Data);
        Assert.Equal((3, 1, 2), (trained.Counts.Rows, trained.Counts.Contaminated, trained.Counts.Documents));
        Assert.Equal(1, trained.Contamination!.Contaminated);

        string[] lines = File.ReadAllLines(_folder[data]);
        _folder.Write(data, $"{lines[0]}\n{lines[2]}\n");
        TrainingResult clean = await RunAsync(data, ContaminationAction.Error, output: "clean");
        Assert.Equal(clean.Manifest.Tokens, filtered.Manifest.Tokens);
        Assert.Equal(clean.LastLoss, filtered.LastLoss);
    }

    /// <summary>What was tokenised for one action, one set or one size is not taken for another; names of files count for nothing.</summary>
    [Fact]
    public async Task TokenCache_KnowsWhatWasLeftOut()
    {
        Assert.Equal(2, (await ReadAsync(ContaminationAction.Filter)).Counts.Documents);
        Assert.Equal(3, (await ReadAsync(ContaminationAction.Warning)).Counts.Documents);
        Assert.Equal(2, (await ReadAsync(ContaminationAction.Filter, size: 20)).Counts.Documents);           // the question as a whole
        Assert.Equal(2, (await ReadAsync(ContaminationAction.Filter)).Counts.Documents);
        await Assert.ThrowsAsync<TrainingDataException>(() => ReadAsync(ContaminationAction.Error));
        Assert.Equal(3, Directory.GetFiles(_folder["cache"]).Length);

        File.Move(_folder["chats.jsonl"], _folder["other.jsonl"]);
        File.Move(_folder["test.jsonl"], _folder["renamed.jsonl"]);
        OverlapExample example = (await ReadAsync(ContaminationAction.Filter, "other.jsonl", "renamed.jsonl")).Contamination!.Overlaps[0].Examples[0];
        Assert.Equal(("other.jsonl", "renamed.jsonl, line 2"), (example.File, example.Item));
        Assert.Equal(3, Directory.GetFiles(_folder["cache"]).Length);

        _folder.Write("renamed.jsonl", "{\"question\": \"What else is there that nobody has ever asked anybody before today?\", \"answer\": \"nothing\"}\n");
        Assert.Equal(3, (await ReadAsync(ContaminationAction.Filter, "other.jsonl", "renamed.jsonl")).Counts.Documents);
    }

    [Fact]
    public async Task FilteredRunCutOffAndResumed_EndsInTheSameBytes_AndIsNoOtherRun()
    {
        PretrainOptions options = (PretrainOptions)OptionsOf("web.txt", ContaminationAction.Filter, "whole") with { SaveSteps = 2 };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model(), third = TrainingLoop.Model();

        await TrainingLoop.RunAsync(whole, options, stage: Stage("web.txt"));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            TrainingLoop.RunAsync(first, cut, step => _ = step.Step == 3 ? throw new InvalidTimeZoneException() : 0, Stage("web.txt")));
        TrainingStateException refused = await Assert.ThrowsAsync<TrainingStateException>(() =>
            TrainingLoop.RunAsync(third, cut with { ContaminationAction = ContaminationAction.Warning }, stage: Stage("web.txt")));
        await TrainingLoop.RunAsync(second, cut, stage: Stage("web.txt"));

        Assert.Contains("tokens was", refused.Message, StringComparison.Ordinal);
        Assert.Equal(TrainingLoop.Bytes(whole), TrainingLoop.Bytes(second));
        Assert.Equal(
            File.ReadLines(Path.Combine(options.OutputDirectory, "training_log.jsonl")).First(), File.ReadLines(Path.Combine(cut.OutputDirectory, "training_log.jsonl")).First());
    }

    [Fact]
    public async Task EvaluationSetThatCannotBeRead_IsAnErrorThatNamesIt()
    {
        File.Delete(_folder["test.jsonl"]);
        TrainingDataException missing = await Assert.ThrowsAsync<TrainingDataException>(() => RunAsync("web.txt", ContaminationAction.Filter));
        Assert.Contains("Tests.Gsm8k", missing.Message, StringComparison.Ordinal);

        _folder.Write("test.jsonl", "{\"query\": \"a\"}\n");
        TrainingDataException unknown = await Assert.ThrowsAsync<TrainingDataException>(() => RunAsync("web.txt", ContaminationAction.Filter));
        Assert.Equal((_folder["test.jsonl"], 1), (unknown.File, unknown.Line));
    }

    [Fact]
    public async Task AllRowsLeftOut_IsAnErrorThatSaysSo()
    {
        _folder.Write("chats.jsonl", $$"""{"prompt": "{{Question}}", "completion": "three"}""");

        TrainingDataException nothing = await Assert.ThrowsAsync<TrainingDataException>(() => ReadAsync(ContaminationAction.Filter));

        Assert.Contains("1 overlap evaluation sets", nothing.Message, StringComparison.Ordinal);
    }

    private static StageDescription Stage(string path, string test = "test.jsonl") => TrainingLoop.Stage with
    {
        Data =
        [
            new DatasetDescription
            {
                Name = "Tests.Data",
                Kind = path.EndsWith(".txt", StringComparison.Ordinal) ? "text_file" : "json_lines",
                Path = path,
                SampleBy = "line",
                Format = path switch { "web.txt" => null, "pairs.jsonl" => "preference", _ => "prompt_completion" },
            },
        ],
        Decontaminate = [Test with { Path = test }],
    };

    private async Task<TrainedDataset> ReadAsync(ContaminationAction action, string path = "chats.jsonl", string test = "test.jsonl", int size = 13)
    {
        var options = (InstructionTuneOptions)OptionsOf("chats.jsonl", action, "out") with { ContaminationNgramSize = size };
        using StageTokens tokens = await StageTokens.OpenAsync<TinyModel>(Stage(path, test), options, new ByteTokenizer { Fingerprint = "bytes" }, CancellationToken.None);
        return Assert.Single(tokens.Training.Datasets);
    }

    private TrainingOptions OptionsOf(string path, ContaminationAction action, string output)
    {
        TrainingOptions options = path switch
        {
            "web.txt" => new PretrainOptions(),
            "pairs.jsonl" => new AlignTuneOptions { ChatTemplate = "plain" },
            _ => new InstructionTuneOptions { ChatTemplate = "plain" },
        };
        return options with
        {
            ContaminationAction = action,
            MaxSteps = 4,
            PerDeviceTrainBatchSize = 2,
            MaxLength = path == "web.txt" ? 18 : 64,
            SaveSteps = 0,
            LoggingSteps = 1,
            OutputDirectory = _folder[output],
            DataDirectory = _folder.Path,
            CacheDirectory = _folder["cache"],
        };
    }

    private async Task<TrainingResult> RunAsync(string path, ContaminationAction action, Action<TrainingStep>? progress = null, string output = "out")
    {
        using TinyModel model = TrainingLoop.Model();
        switch (OptionsOf(path, action, output))
        {
            case AlignTuneOptions aligned:
                return await AlignmentLoop.RunAsync(model, aligned, progress, Stage(path));
            case InstructionTuneOptions tuned:
                using (TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, Stage(path), tuned, new ByteTokenizer()))
                {
                    return await TrainingLoop.RunAsync(run, new PretrainOptions(), progress);
                }

            case var other:
                return await TrainingLoop.RunAsync(model, (PretrainOptions)other, progress, Stage(path));
        }
    }
}
