using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation;
using Solar.Lab.Evaluation.Engine;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Tests.CommandLine;
using Solar.Runtime;
using Solar.Runtime.Text;
using Solar.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Evaluation.Engine;

/// <summary>A trained model on the leaderboard's own prompts.</summary>
public sealed class StoriesEngineTests
{
    public StoriesEngineTests() => set_num_threads(1);

    private static string Folder => SolarAssets.Path("stories260K/hf");

    [SkippableTheory]
    [InlineData("arc_challenge", 2, false)]
    [InlineData("mmlu", 8, true)]
    [InlineData("truthfulqa_mc", 4, false)]
    [InlineData("winogrande", 4, true)]
    public void LogLikelihoods_AreThoseOfOneTokenAtATimeInDoublePrecision(string task, int count, bool addsBos)
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(Folder);
        using RealStories model = RealStories.Load(Folder);
        using RealStories exact = RealStories.Load(Folder, new Placement(Dtype: ScalarType.Float64));
        LogLikelihoodRequest[] requests = [.. RecordedRequests.Requests(task, 2).Cast<LogLikelihoodRequest>().Take(count)];
        LogLikelihoodAnswer[] expected = [.. requests.Select(request => PlainReference.Answer(exact, tokenizer, addsBos, 512, request))];

        LogLikelihoodAnswer[] Answers(RealStories asked) =>
            [.. new ModelAnswerer<RealStories>(asked, tokenizer, new EngineOptions { AddsBos = addsBos }).Answer(requests).Cast<LogLikelihoodAnswer>()];
        foreach ((LogLikelihoodAnswer wanted, LogLikelihoodAnswer single, LogLikelihoodAnswer twice) in expected.Zip(Answers(model), Answers(exact)))
        {
            // In double precision nothing of the engine's own is left to be seen; in single it is the model's rounding.
            Near(wanted.LogLikelihood, single.LogLikelihood);
            Assert.Equal(wanted.LogLikelihood, twice.LogLikelihood, 1e-10);
            Assert.Equal((wanted.IsGreedy, wanted.IsGreedy), (single.IsGreedy, twice.IsGreedy));
        }
    }

    [SkippableTheory]
    [InlineData("arc_challenge", 2)]
    [InlineData("hellaswag", 2)]
    [InlineData("mmlu", 6)]
    [InlineData("truthfulqa_mc", 1)]
    [InlineData("winogrande", 8)]
    public void BatchesAndSharedPrefixes_ChangeNoChoice(string task, int documents)
    {
        IReadOnlyList<(int Document, EvaluationRequest Request)> asked = RecordedRequests.Read(task, documents);
        EvaluationRequest[] requests = [.. asked.Select(entry => entry.Request)];
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(Folder);
        using RealStories model = RealStories.Load(Folder);

        double[] Values(EngineOptions options) =>
            [.. new ModelAnswerer<RealStories>(model, tokenizer, options).Answer(requests).Select(answer => ((LogLikelihoodAnswer)answer).LogLikelihood)];
        IReadOnlyList<double>[] Choices(double[] values) =>
            [.. asked.Zip(values).GroupBy(pair => pair.First.Document).Select(document => (IReadOnlyList<double>)[.. document.Select(pair => pair.Second)])];

        double[] alone = Values(new EngineOptions { BatchTokens = 1, SharesPrefixes = false });
        foreach (EngineOptions options in new EngineOptions[] { new(), new() { SharesPrefixes = false }, new() { BatchTokens = 8192 } })
        {
            double[] together = Values(options);
            foreach ((double one, double other) in alone.Zip(together))
            {
                Near(one, other);
            }

            // Where two choices are as near as that, either may be taken: such documents are listed, and there is none here.
            Assert.DoesNotContain(NearTie.Among(Choices(alone), 2e-5), tie => tie.Difference > 0);
            Assert.Equal(Choices(alone).Select(Best), Choices(together).Select(Best));
        }
    }

    [SkippableFact]
    public void Answers_EndBeforeTheLeaderboardsStrings()
    {
        EvaluationRequest[] requests = [.. RecordedRequests.Requests("gsm8k", 3), new GenerationRequest("Once upon a time", ["dog", " and"], 60)];
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(Folder);
        using RealStories model = RealStories.Load(Folder);

        ModelAnswerer<RealStories> engine = new(model, tokenizer, new EngineOptions { AddsBos = false });
        EvaluationAnswer[] answers = [.. engine.Answer(requests)];

        foreach ((GenerationRequest request, EvaluationAnswer answer) in requests.Cast<GenerationRequest>().Zip(answers))
        {
            IReadOnlyList<int> ids = tokenizer.Encode(request.Context, addBos: false);
            int[] prompt = [.. ids.Skip(ids.Count - (512 - request.MaxNewTokens))];
            GenerationOptions options = new() { MaxNewTokens = request.MaxNewTokens };
            string text = tokenizer.Decode([.. TokenGenerator.Stream(model, prompt, options, tokenizer.EosId)]);
            foreach (string end in request.Until)
            {
                text = text.Split(end)[0];
            }

            Assert.Equal(text, ((GenerationAnswer)answer).Text);
        }

        Assert.Equal(3, engine.Truncated.Requests);
        Assert.DoesNotContain(" and", ((GenerationAnswer)answers[^1]).Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void WholeTexts_HaveTheModelsLoss()
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(Folder);
        using RealStories model = RealStories.Load(Folder);
        const string Story = "Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw a big, red ball.";
        string saga = string.Concat(Enumerable.Repeat(Story + " ", 6));
        int[] ids = [tokenizer.BosId, .. tokenizer.Encode(saga, addBos: false)];
        Assert.InRange(ids.Length, 258, 512);

        EvaluationAnswer[] answers = [.. new ModelAnswerer<RealStories>(model, tokenizer, new EngineOptions { MaxLength = 256 }).Answer([new RollingRequest(Story), new RollingRequest(saga)])];

        RollingAnswer story = (RollingAnswer)answers[0], whole = (RollingAnswer)answers[1];
        Assert.Equal(TokenLoss.Mean(model, [tokenizer.BosId, .. tokenizer.Encode(Story, addBos: false)]), -story.LogLikelihood / story.Tokens, 1e-5);

        // Two windows: the first 256 tokens after the begin token, then the last 256 of which only those are counted that the first had not.
        int rest = ids.Length - 257;
        double expected = (TokenLoss.Mean(model, ids[..257]) * 256) + (TokenLoss.Mean(model, ids[^257..], given: 257 - rest) * rest);
        Assert.Equal(ids.Length - 1, whole.Tokens);
        Assert.Equal(expected / whole.Tokens, -whole.LogLikelihood / whole.Tokens, 1e-5);
    }

    [SkippableFact]
    public void LettersOfOneQuestion_AreOnePass()
    {
        EvaluationRequest[] requests = RecordedRequests.Requests("mmlu", 3);
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(Folder);
        using RealStories model = RealStories.Load(Folder);
        ModelAnswerer<RealStories> engine = new(model, tokenizer, new EngineOptions { AddsBos = false });

        engine.Answer([.. requests, .. requests]);

        // Of this tokenizer some letters are one token and some are two: the windows of these begin a token later.
        Assert.Equal(12, engine.Work.Requests);
        Assert.Equal(12 * 512, engine.Work.TokensAsked);
        Assert.InRange(engine.Work.TokensComputed, 3 * 512, 6 * 512);
    }

    /// <summary>1e-5, or a millionth of a sum that is lower than -10: single precision has seven digits, and many tokens were added.</summary>
    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, Math.Max(1e-5, 1e-6 * Math.Abs(expected)));

    private static int Best(IReadOnlyList<double> values) => Enumerable.Range(0, values.Count).MaxBy(i => values[i]);
}
