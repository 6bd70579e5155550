using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.Evaluation.Answers;
using Solar.Lab.Evaluation.Engine;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Tests.CommandLine;
using Solar.Lab.Tests.Evaluation.Engine;
using Solar.Runtime;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Evaluation.Answers;

/// <summary>A run that is stopped anywhere and begun again asks the model nothing twice, and ends in the bits of one that was not stopped.</summary>
public sealed class InterruptionTests : IDisposable
{
    private static readonly EngineOptions Small = new() { BatchTokens = 400, GenerationBatch = 4, BlockRequests = 60 };

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-interrupted-").FullName;
    private readonly RealStories _model;

    public InterruptionTests()
    {
        set_num_threads(1);
        using Generator generator = new(seed: 7);
        _model = RealStories.Create(new Placement(Generator: generator) { InitializerRange = 0.2 });
    }

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void StoppedAtRandomPlaces_AsksNothingTwice_AndEqualsAnUninterruptedRun(int seed)
    {
        EvaluationRequest[] requests = [.. Requests()];
        ModelAnswerer<RealStories> whole = new(_model, new LetterTokenizer(), Small);
        EvaluationAnswer[] expected = [.. whole.Answer(requests)];

        Random random = new(seed);
        long answered = 0;
        int stops = 0;
        EvaluationAnswer[]? answers = null;
        while (answers is null)
        {
            // Each run is a new process as far as it can tell: nothing but the file is left of the one before.
            ModelAnswerer<RealStories> engine = new(_model, new LetterTokenizer(), Small);
            using AnswerStore store = AnswerStore.Open(_folder, engine.Settings);
            Assert.Equal(answered, store.Count);
            using CancellationTokenSource stop = new();

            // After some batches, or within one that reports while it writes.
            int left = random.Next(4), before = store.Count;
            Progress progress = new(_ =>
            {
                if (store.Count > before && left-- == 0)
                {
                    stop.Cancel();
                }
            });

            try
            {
                answers = [.. new StoredAnswerer(engine, store).Answer(requests, progress, stop.Token)];
            }
            catch (OperationCanceledException)
            {
                stops++;
            }

            answered += engine.Work.Requests;
            progress.Check(requests.Length);
        }

        Assert.Equal(expected, answers);
        Assert.Equal(whole.Work.Requests, answered);                        // every one once, and none twice
        Assert.True(stops > 5, $"it was stopped {stops} times");
    }

    [Fact]
    public void SecondRun_AsksTheModelNothing()
    {
        EvaluationRequest[] requests = [.. Requests()];
        using AnswerStore store = AnswerStore.Open(_folder, "model");
        ModelAnswerer<RealStories> first = new(_model, new LetterTokenizer(), Small);
        StoredAnswerer firstRun = new(first, store);
        IReadOnlyList<EvaluationAnswer> answers = firstRun.Answer(requests);

        ModelAnswerer<RealStories> second = new(_model, new LetterTokenizer(), Small);
        var reports = new List<AnswerProgress>();
        StoredAnswerer secondRun = new(second, store);
        Assert.Equal(answers, secondRun.Answer(requests, new Progress(reports.Add)));

        Assert.Equal(default, second.Work);
        Assert.True(first.Truncated.Requests > 0);
        Assert.Equal((first.Truncated, first.Truncated), (firstRun.Truncated, secondRun.Truncated));
        Assert.Equal(new AnswerProgress(requests.Length, requests.Length, requests.Length, 1), Assert.Single(reports));
    }

    [Fact]
    public void RequestsOfAnotherRun_AreAddedToThoseOfTheFirst()
    {
        EvaluationRequest[] requests = [.. Requests()];
        using AnswerStore store = AnswerStore.Open(_folder, "model");
        ModelAnswerer<RealStories> few = new(_model, new LetterTokenizer(), Small);
        IReadOnlyList<EvaluationAnswer> some = new StoredAnswerer(few, store).Answer(requests[..20]);

        ModelAnswerer<RealStories> more = new(_model, new LetterTokenizer(), Small);
        IReadOnlyList<EvaluationAnswer> all = new StoredAnswerer(more, store).Answer(requests);

        Assert.Equal(some, all.Take(20));
        Assert.Equal(requests.Distinct(RequestEquality.Instance).Count(), few.Work.Requests + more.Work.Requests);
    }

    // Documents with choices below few-shot examples, some asked twice, some texts, some whole texts in several windows.
    private static IEnumerable<EvaluationRequest> Requests()
    {
        Random random = new(11);
        string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)random.Next(33, 127)));
        string examples = Letters(60);
        for (int document = 0; document < 30; document++)
        {
            string context = (document == 7 ? Letters(500) : document % 3 == 0 ? Letters(40) : examples) + Letters(random.Next(10, 30));
            for (int choice = 0; choice < 4; choice++)
            {
                yield return new LogLikelihoodRequest(context, " " + Letters(random.Next(1, 6)));
            }

            if (document % 5 == 0)
            {
                yield return new LogLikelihoodRequest(context, " the same");
                yield return new LogLikelihoodRequest(context, " the same");
                yield return new GenerationRequest(context, [Letters(1), "xyz"], 12);
                yield return new RollingRequest(Letters(random.Next(500, 1200)));
            }
        }
    }

    private sealed class Progress(Action<AnswerProgress> onReport) : IProgress<AnswerProgress>
    {
        private AnswerProgress _last;
        private bool _isOrdered = true;

        public void Report(AnswerProgress value)
        {
            _isOrdered &= value.Answered >= _last.Answered && value.Share >= _last.Share && value.Known <= value.Answered && value.Share <= 1;
            _last = value;
            onReport(value);
        }

        public void Check(int total)
        {
            Assert.True(_isOrdered, "progress went back");
            Assert.Equal(total, _last.Total);
        }
    }
}
