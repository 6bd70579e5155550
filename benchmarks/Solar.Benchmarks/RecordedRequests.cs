using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text.Json;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Benchmarks;

/// <summary>Requests that the harness itself made for the leaderboard, of the assets: those of the first documents of each task.</summary>
internal sealed record RecordedRequests(string Task, int Documents, IReadOnlyList<EvaluationRequest> Requests)
{
    /// <summary>The folder of the assets; null where there is none.</summary>
    public static string? Assets { get; } = Environment.GetEnvironmentVariable("SOLAR_ASSETS");

    /// <summary>Reads a task.</summary>
    /// <param name="task">Its name.</param>
    /// <param name="documents">How many documents at most.</param>
    public static RecordedRequests Read(string task, int documents)
    {
        string path = Path.Combine(Assets!, "h6", "requests", "leaderboard-v1", task + ".jsonl.gz");
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var requests = new List<EvaluationRequest>();
        var seen = new HashSet<string>();
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement request = document.RootElement;
            string name = $"{request.GetProperty("task")} {request.GetProperty("pos")}";
            if (!seen.Contains(name) && seen.Count == documents)
            {
                break;
            }

            seen.Add(name);
            string context = request.GetProperty("context").GetString()!;
            requests.Add(request.TryGetProperty("continuation", out JsonElement continuation)
                ? new LogLikelihoodRequest(context, continuation.GetString()!)
                : new GenerationRequest(context, [":", "Question:", "Question"], 256));
        }

        return new RecordedRequests(task, seen.Count, requests);
    }
}
