using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation.Requests;
using Solar.Testing;

namespace Solar.Lab.Tests.Evaluation.Engine;

/// <summary>Requests that the harness itself made, of the assets.</summary>
internal static class RecordedRequests
{
    /// <summary>The requests of the first documents of a task, with the position of the document that each is of.</summary>
    public static IReadOnlyList<(int Document, EvaluationRequest Request)> Read(string task, int documents)
    {
        string path = SolarAssets.Path($"h6/requests/leaderboard-v1/{task}.jsonl.gz");
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var requests = new List<(int, EvaluationRequest)>();
        var seen = new HashSet<string>();
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement request = document.RootElement;
            seen.Add($"{request.GetProperty("task")} {request.GetProperty("pos")}");
            if (seen.Count > documents)
            {
                break;
            }

            string context = request.GetProperty("context").GetString()!;
            requests.Add((seen.Count - 1, request.GetProperty("type").GetString() == "loglikelihood"
                ? new LogLikelihoodRequest(context, request.GetProperty("continuation").GetString()!)
                : new GenerationRequest(context, [":", "Question:", "Question"], 256)));
        }

        return requests;
    }

    /// <summary>The requests alone.</summary>
    public static EvaluationRequest[] Requests(string task, int documents) => [.. Read(task, documents).Select(entry => entry.Request)];
}
