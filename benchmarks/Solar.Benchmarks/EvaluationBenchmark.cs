using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Engine;
using Solar.Runtime;
using Solar.Runtime.Text;
using static TorchSharp.torch;

namespace Solar.Benchmarks;

/// <summary>
/// H6's prompts: documents a second of stories260K, and what batches and shared beginnings gain. Needs SOLAR_ASSETS. Processor time where two
/// ways are compared, since the machine may have other work.
/// </summary>
internal static class EvaluationBenchmark
{
    private const int Rounds = 3;

    // Each task of the leaderboard with the number of its documents.
    private static readonly (string Task, int Documents)[] Tasks =
    [
        ("arc_challenge", 1172), ("hellaswag", 10042), ("mmlu", 14042), ("truthfulqa_mc", 817), ("winogrande", 1267), ("gsm8k", 1319),
    ];

    public static void Run()
    {
        if (RecordedRequests.Assets is not { } assets)
        {
            Console.WriteLine("SOLAR_ASSETS is not set: there are no prompts");
            return;
        }

        string folder = Path.Combine(assets, "stories260K", "hf");
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(folder);
        using Stories260K stories = Stories260K.Load(folder);
        set_num_threads(Environment.ProcessorCount);
        RunWhole(stories, tokenizer);

        set_num_threads(1);
        EngineOptions alone = new() { BatchTokens = 1, SharesPrefixes = false }, batched = new() { SharesPrefixes = false }, shared = new();
        Compare("stories260K, batches", "one by one", stories, tokenizer, "winogrande", 20, batched, alone);
        Compare("stories260K, batches and shared beginnings", "one by one", stories, tokenizer, "truthfulqa_mc", 4, shared, alone);

        using Generator generator = new(seed: 1);
        using LongPrompts model = LongPrompts.Create(new Placement(Generator: generator));
        Compare("4,096 positions, shared beginnings", "batches alone", model, tokenizer, "arc_challenge", 3, shared, batched);
        Compare("4,096 positions, shared beginnings", "batches alone", model, tokenizer, "mmlu", 8, shared, batched);
        Compare("4,096 positions, shared beginnings", "batches alone", model, tokenizer, "truthfulqa_mc", 6, shared, batched);
    }

    // The recorded documents of each task, and what all of them would take at that rate.
    private static void RunWhole(Stories260K model, SentencePieceTokenizer tokenizer)
    {
        double minutes = 0;
        foreach ((string task, int documents) in Tasks)
        {
            RecordedRequests asked = RecordedRequests.Read(task, int.MaxValue);
            ModelAnswerer<Stories260K> warm = new(model, tokenizer, new EngineOptions { AddsBos = false });
            warm.Answer([.. asked.Requests.Take(4)]);
            ModelAnswerer<Stories260K> engine = new(model, tokenizer, new EngineOptions { AddsBos = false });
            double seconds = Alternating.Milliseconds(() => engine.Answer(asked.Requests)) / 1000;
            minutes += documents / (asked.Documents / seconds) / 60;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{task,-20} {asked.Documents / seconds,8:F1} documents/s {asked.Requests.Count / seconds,8:F1} requests/s {engine.Work.TokensComputed / seconds,9:F0} tokens/s"
                + $"   {documents,6} documents: {documents / (asked.Documents / seconds) / 60,6:F1} min"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all items of H6, {Environment.ProcessorCount} threads, from these rates: {minutes:F1} min"));
    }

    private static void Compare<TModel>(
        string name, string reference, TModel model, SentencePieceTokenizer tokenizer, string task, int documents, EngineOptions subject, EngineOptions against)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        RecordedRequests asked = RecordedRequests.Read(task, documents);
        EngineWork work = default;
        void Answer(EngineOptions options)
        {
            ModelAnswerer<TModel> engine = new(model, tokenizer, options with { AddsBos = false });
            engine.Answer(asked.Requests);
            work = engine.Work;
        }

        Alternating.Measure($"{name}: {task}", reference, () => Answer(subject), () => Answer(against), Rounds, Alternating.ProcessorMilliseconds);
        Answer(subject);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {work.Requests} requests, {work.TokensAsked} tokens asked for, {work.TokensComputed} computed in {work.Passes} passes"));
    }
}
