using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Recorded;

/// <summary>A run of the harness on stated inputs, and the same run of ours.</summary>
internal static class RecordedRun
{
    /// <summary>The inputs that the harness was given: the train splits are not at hand, and these rows stand in for them.</summary>
    public static TaskSetup Setup(EvaluationProfile profile, double? limit = null) => new()
    {
        DataDirectory = UnpackedAssets.Folder,
        Profile = profile,
        Limit = limit is { } value ? new DocumentLimit(value, profile) : null,
        Examples = new Dictionary<string, ExampleRows>
        {
            ["arc_challenge"] = ExampleRows.Parse("arc_easy.jsonl[..400]"),
            ["hellaswag"] = ExampleRows.Parse("hellaswag_val_full.txt[^1000..]"),
            ["hellaswag_openllm"] = ExampleRows.Parse("hellaswag_val_full.txt[^1000..]"),
            ["winogrande"] = ExampleRows.Parse("winogrande.jsonl[^200..]"),
            ["winogrande_openllm"] = ExampleRows.Parse("winogrande.jsonl[^200..]"),
        },
    };

    public static EvaluationProfile Profile(string name) => EvaluationProfile.Find(name)!;

    /// <summary>The model that answered.</summary>
    public static DummyModel Model() => new(SolarAssets.Path("h6/gsm8k_test.jsonl"));

    /// <summary>Runs a task over all that a setup leaves, and gives its figures.</summary>
    public static TaskResult Run(EvaluationTask task, TaskSetup setup)
    {
        DummyModel model = Model();
        return task.Summarize([.. task.Prepare(setup).Select(part => ScoredTask.Score(part, model.Answer(ScoredTask.Requests(part))))], setup.Profile);
    }

    /// <summary>The lines of a recorded file.</summary>
    public static IReadOnlyList<JsonElement> Lines(string profile, string file)
    {
        using FileStream packed = File.OpenRead(SolarAssets.Path($"h6/requests/{profile}/{file}.jsonl.gz"));
        using GZipStream stream = new(packed, CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        List<JsonElement> lines = [];
        while (reader.ReadLine() is { } line)
        {
            lines.Add(JsonDocument.Parse(line).RootElement);
        }

        return lines;
    }

    /// <summary>A JSON file beside them.</summary>
    public static JsonElement Json(string profile, string file) =>
        JsonDocument.Parse(File.ReadAllBytes(SolarAssets.Path($"h6/requests/{profile}/{file}.json"))).RootElement;

    /// <summary>Compares what a document asks with what was recorded, text by text and to the byte.</summary>
    public static void SameRequests(IReadOnlyList<JsonElement> recorded, PreparedDocument document, IReadOnlyList<EvaluationRequest> requests)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"{recorded[0].GetProperty("task")}, position {document.Position}, document {document.Index}");
        Assert.True(recorded.Count == requests.Count, $"{where}: {recorded.Count} requests were recorded, and {requests.Count} are asked");
        for (int i = 0; i < recorded.Count; i++)
        {
            string request = string.Create(CultureInfo.InvariantCulture, $"{where}, request {i}");
            Assert.Equal(recorded[i].GetProperty("req").GetInt32(), i);
            Same(request + ", context", recorded[i].GetProperty("context").GetString()!, requests[i].Context);
            if (requests[i] is LogLikelihoodRequest likelihood)
            {
                Assert.Equal("loglikelihood", recorded[i].GetProperty("type").GetString());
                Same(request + ", continuation", recorded[i].GetProperty("continuation").GetString()!, likelihood.Continuation);
            }
            else
            {
                var generation = (GenerationRequest)requests[i];
                Assert.Equal(recorded[i].GetProperty("args").GetProperty("until").EnumerateArray().Select(stop => stop.GetString()!), generation.Until);
                Assert.Equal(256, generation.MaxNewTokens);
            }
        }
    }

    /// <summary>Compares the order, the examples and the metrics of a document with what was recorded.</summary>
    public static void SameResult(JsonElement recorded, PreparedDocument document, IReadOnlyDictionary<string, double> metrics, IReadOnlyDictionary<string, string>? names = null)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"{recorded.GetProperty("task")}, position {document.Position}, document {document.Index}");
        Assert.True(recorded.GetProperty("pos").GetInt32() == document.Position, $"{where}: it was recorded at position {recorded.GetProperty("pos")}");
        Assert.True(recorded.GetProperty("doc").GetInt32() == document.Index, $"{where}: document {recorded.GetProperty("doc")} was recorded there");
        int[] shots = [.. recorded.GetProperty("fewshot").EnumerateArray().Select(shot => shot.GetInt32())];
        Assert.True(shots.SequenceEqual(document.FewShots), $"{where}: examples {string.Join(' ', shots)} were recorded, not {string.Join(' ', document.FewShots)}");
        if (recorded.TryGetProperty("gold", out JsonElement gold))
        {
            Assert.True(gold.GetRawText() == document.Gold, $"{where}: {gold} was recorded as right, not {document.Gold}");
        }

        foreach (JsonProperty metric in recorded.GetProperty("metrics").EnumerateObject().Where(metric => metric.Value.ValueKind == JsonValueKind.Number))
        {
            double expected = metric.Value.GetDouble(), found = metrics[names?[metric.Name] ?? metric.Name];
            Assert.True(Near(expected, found), string.Create(CultureInfo.InvariantCulture, $"{where}: {metric.Name} {expected} was recorded, not {found}"));
        }
    }

    /// <summary>Whether two figures are the same but for the rounding of sums in another order.</summary>
    public static bool Near(double expected, double found) => Math.Abs(expected - found) <= 1e-12 * Math.Abs(expected);

    private static void Same(string where, string expected, string found)
    {
        if (string.Equals(expected, found, StringComparison.Ordinal))
        {
            return;
        }

        int at = expected.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{where}, character {at} of {expected.Length}: recorded '{Around(expected, at)}', written '{Around(found, at)}'"));
    }

    private static string Around(string text, int at) =>
        text[Math.Max(0, at - 30)..Math.Min(text.Length, at)] + "»" + text[Math.Min(text.Length, at)..Math.Min(text.Length, at + 30)];
}
