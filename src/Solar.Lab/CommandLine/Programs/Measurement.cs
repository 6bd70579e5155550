using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Solar.Lab.CommandLine.Commands;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Evaluation.Answers;
using Solar.Lab.Evaluation.Engine;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Results;
using Solar.Lab.Evaluation.Running;
using Solar.Lab.Evaluation.Tasks;
using Solar.Runtime.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>The measurement of one checkpoint. Whoever touches this class loads TorchSharp.</summary>
internal sealed class Measurement(
    EvaluatedCheckpoint checkpoint, IReadOnlyList<EvaluationTask> tasks, TaskSetup setup, EvalOptions eval, ParseResult parsed, string folder)
{
    /// <summary>Measures it.</summary>
    public EvaluationResult Run(IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        if (eval.Threads(parsed) is { } threads)
        {
            torch.set_num_threads(threads);
        }

        var clock = Stopwatch.StartNew();
        EvaluationProfile profile = setup.Profile;
        var engine = new EngineOptions
        {
            AddsBos = profile.AddsBos,
            EmptyContext = profile == EvaluationProfile.LeaderboardV1 ? EmptyContext.Eos : EmptyContext.Bos,
            BatchTokens = eval.BatchTokens(parsed),
            SharesPrefixes = eval.SharesPrefixes(parsed),
        };
        return EvaluatedModel.Use(checkpoint.Type(), checkpoint.Folder, eval.Device(parsed), Dtype(eval.Dtype(parsed)), engine, model =>
        {
            string identity = AnswerIdentity.Of(checkpoint.Folder, model.Tokenizer.Fingerprint ?? "none", model.Settings, Path.Combine(eval.Out(parsed), "hashes.txt"));
            bool isKept = eval.KeepsAnswers(parsed) && model.Tokenizer.Fingerprint is not null;
            using AnswerStore? store = isKept ? AnswerStore.Open(Path.Combine(eval.Out(parsed), "answers"), identity) : null;
            StoredAnswerer? stored = store is null ? null : new StoredAnswerer(model.Answers, store);
            IRequestAnswerer answerer = stored ?? (IRequestAnswerer)model.Answers;
            var run = new EvaluationRun(tasks, setup) { SamplesDirectory = eval.KeepsSamples(parsed) ? Path.Combine(folder, "samples") : null };
            EvaluationFigures figures = run.Measure(answerer, progress, cancellationToken);
            return new EvaluationResult { Model = checkpoint.Name, Figures = figures, Manifest = Manifest(model, stored?.Truncated ?? model.Truncated(), identity, engine, clock) };
        });
    }

    private EvaluationManifest Manifest(OpenedModel model, TruncationCount truncated, string identity, EngineOptions engine, Stopwatch clock) => new()
    {
        Solar = CheckpointManifest.SolarVersion,
        Profile = setup.Profile.Name,
        Reference = setup.Profile.Reference,
        ModelHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..32],
        Identity = identity,
        Parameters = model.Parameters,
        Dtype = model.Dtype,
        Device = eval.Device(parsed),
        AddsBos = engine.AddsBos ?? model.Tokenizer.AddsBos,
        MaxLength = model.MaxLength,
        TruncatedRequests = truncated.Requests,
        TruncatedTokens = truncated.Tokens,
        Limit = eval.Limit(parsed),
        Data = setup.DataDirectory,
        Finished = DateTime.UtcNow,
        Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
    };

    internal static ScalarType? Dtype(string? name) => name?.ToLowerInvariant() switch
    {
        null => null,
        "float32" or "fp32" => ScalarType.Float32,
        "bfloat16" or "bf16" => ScalarType.BFloat16,
        "float16" or "fp16" => ScalarType.Float16,
        "float64" => ScalarType.Float64,
        { } other => throw CommandException.Usage($"--dtype '{Shown.Untrusted(other)}' is none of float32, bfloat16 and float16."),
    };
}
