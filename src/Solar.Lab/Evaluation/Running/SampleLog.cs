using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.Evaluation.Running;

/// <summary>
/// What a model has said about each document of a task: JSON lines with its position, index, examples, right answer, all answers and metrics. Prompts are
/// long and follow from the rest; their SHA-256 is there to compare them by.
/// </summary>
internal static class SampleLog
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the log of one part of a task; it is there whole or not at all.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="scored">The part with its metrics.</param>
    /// <param name="answers">All answers, in the order of the requests.</param>
    public static void Write(string directory, ScoredTask scored, IReadOnlyList<EvaluationAnswer> answers)
    {
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, scored.Task.Name + ".jsonl"), temporary = file + ".tmp";
        using (StreamWriter writer = new(temporary, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            int next = 0;
            for (int i = 0; i < scored.Task.Documents.Count; i++)
            {
                PreparedDocument document = scored.Task.Documents[i];
                writer.WriteLine(Line(scored.Task.Name, document, [.. answers.Skip(next).Take(document.Requests.Count)], scored.Metrics[i]).ToJsonString(Plain));
                next += document.Requests.Count;
            }
        }

        File.Move(temporary, file, overwrite: true);
    }

    private static JsonObject Line(string task, PreparedDocument document, EvaluationAnswer[] answers, IReadOnlyDictionary<string, double> metrics) => new()
    {
        ["task"] = task,
        ["pos"] = document.Position,
        ["doc"] = document.Index,
        ["fewshot"] = new JsonArray([.. document.FewShots.Select(index => (JsonNode)index)]),
        ["gold"] = document.Gold,
        ["text"] = document.Text,
        ["prompt_sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Requests[0].Context))),
        ["answers"] = new JsonArray([.. document.Requests.Zip(answers, Answer)]),
        ["metrics"] = new JsonObject(metrics.Select(metric => KeyValuePair.Create(metric.Key, (JsonNode?)metric.Value))),
    };

    private static JsonNode Answer(EvaluationRequest request, EvaluationAnswer answer) => (request, answer) switch
    {
        (LogLikelihoodRequest asked, LogLikelihoodAnswer said) => new JsonObject { ["continuation"] = asked.Continuation, ["ll"] = said.LogLikelihood, ["greedy"] = said.IsGreedy },
        (_, GenerationAnswer said) => new JsonObject { ["response"] = said.Text },
        (_, RollingAnswer said) => new JsonObject { ["ll"] = said.LogLikelihood, ["tokens"] = said.Tokens },
        _ => throw new NotSupportedException($"{answer.GetType().Name} is no answer to {request.GetType().Name}."),
    };
}
