using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Text;
using Solar.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Text;

/// <summary>Generation: the published story, batches against singles, draws, stops and refusals.</summary>
public sealed class TextGeneratorTests : TorchTest
{
    private static readonly HandwrittenShape Shape = new() { MaxPositions = 24 };

    [SkippableFact]
    public void TrainedModel_TellsThePublishedStory()
    {
        string folder = SolarAssets.Path("stories260K/hf");
        using HandwrittenLlama model = HandwrittenWeights.Load(folder);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        JsonElement greedy = expected.RootElement.GetProperty("greedy");
        List<string> pieces = [];

        GeneratedText story = TextGenerator.Generate(
            model, SentencePieceTokenizer.Load(folder), "", new GenerationOptions { MaxNewTokens = 200 }, pieces.Add);

        Assert.Equal(greedy.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), story.Ids);
        Assert.Equal(greedy.GetProperty("text").GetString(), story.Text);
        Assert.Equal(story.Continuation, string.Concat(pieces));
        Assert.True(pieces.Count > 150, "the text has to come in pieces");
        Assert.False(story.IsComplete);
    }

    [SkippableFact]
    public void TrainedModelAfterAPrompt_GoesOnWithIt()
    {
        string folder = SolarAssets.Path("stories260K/hf");
        using HandwrittenLlama model = HandwrittenWeights.Load(folder);

        GeneratedText story = TextGenerator.Generate(
            model, SentencePieceTokenizer.Load(folder), "Once upon a time, there was a little girl", new GenerationOptions { MaxNewTokens = 12 });

        Assert.Equal(" named Lily. She loved to play outsid", story.Continuation);
        Assert.Equal("Once upon a time, there was a little girl named Lily. She loved to play outsid", story.Text);
    }

    [Fact]
    public void LeftPaddedBatch_GivesTheTextsOfEachAlone()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        int[][] prompts = [[1, 5, 9, 13, 2, 7], [1, 40], [1, 6, 3], [1]];
        foreach (double temperature in new[] { 0.0, 1.0 })
        {
            GenerationOptions options = new() { MaxNewTokens = 12, Temperature = temperature, Seed = 11 };

            IReadOnlyList<IReadOnlyList<int>> together = TokenGenerator.Generate(model, prompts, options);

            for (int row = 0; row < prompts.Length; row++)
            {
                Assert.Equal(TokenGenerator.Generate(model, [prompts[row]], options, firstStream: row)[0], together[row]);
                Assert.Equal(12, together[row].Count);
            }
        }
    }

    [Fact]
    public void Stream_GivesTheTokensOfABatchOfOne()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        GenerationOptions options = new() { MaxNewTokens = 10, Temperature = 0.8, TopK = 20, TopP = 0.9, Seed = 3 };

        Assert.Equal(TokenGenerator.Generate(model, [[1, 2]], options)[0], TokenGenerator.Stream(model, [1, 2], options));
        Assert.NotEqual(TokenGenerator.Stream(model, [1, 2], options with { Seed = 4 }), TokenGenerator.Stream(model, [1, 2], options));
    }

    [Fact]
    public void GreedyStream_IsTheArgmaxOfWholePasses()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        List<long> ids = [1, 17];

        foreach (int id in TokenGenerator.Stream(model, [1, 17], new GenerationOptions { MaxNewTokens = 15 }))
        {
            using var unrecorded = no_grad();
            Assert.Equal(model.forward(tensor(ids.ToArray(), 1, ids.Count))[0, -1].argmax().ToInt64(), id);
            ids.Add(id);
        }

        Assert.Equal(17, ids.Count);
    }

    [Fact]
    public void BetweenTokens_TheCallerIsNotInInferenceMode()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);

        foreach (int _ in TokenGenerator.Stream(model, [1], new GenerationOptions { MaxNewTokens = 3 }))
        {
            Assert.False(is_inference_mode_enabled());
            Assert.True(is_grad_enabled());
        }
    }

    [Fact]
    public void EndToken_EndsTheText_UnlessToldNotTo()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        GenerationOptions options = new() { MaxNewTokens = 12 };
        int[] all = [.. TokenGenerator.Stream(model, [1, 2], options)];
        int end = all[6];
        int first = Array.IndexOf(all, end);

        Assert.Equal(all[..first], TokenGenerator.Stream(model, [1, 2], options, end));
        Assert.Equal(all, TokenGenerator.Stream(model, [1, 2], options with { StopAtEos = false }, end));
        Assert.Equal(all[..first], TokenGenerator.Generate(model, [[1, 2], [1, 9]], options, end)[0]);
    }

    [Fact]
    public void PositionsRunOut_EndsTheText()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        GenerationOptions options = new() { MaxNewTokens = 100 };

        // 24 positions: 20 are the prompt's, 4 more can be fed, and the last pass gives a fifth token.
        Assert.Equal(5, TokenGenerator.Stream(model, [.. Enumerable.Range(1, 20)], options).Count());
        Assert.Single(TokenGenerator.Stream(model, [.. Enumerable.Range(1, 24)], options));
    }

    [Fact]
    public void PromptLongerThanThePositions_IsRefusedWithBothNumbers()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => TokenGenerator.Stream(model, [.. Enumerable.Range(1, 25)], new GenerationOptions()));

        Assert.Contains("the prompt has 25 tokens, the model was declared with 24 positions", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyPromptOrBadOption_IsRefused()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);

        Assert.Throws<ArgumentException>(() => TokenGenerator.Stream(model, [], new GenerationOptions()));
        Assert.Contains("TopP is 0", Refusal(new GenerationOptions { TopP = 0 }), StringComparison.Ordinal);
        Assert.Contains("Temperature is -1", Refusal(new GenerationOptions { Temperature = -1 }), StringComparison.Ordinal);
        Assert.Contains("TopK is -2", Refusal(new GenerationOptions { TopK = -2 }), StringComparison.Ordinal);
        Assert.Contains("MaxNewTokens is 0", Refusal(new GenerationOptions { MaxNewTokens = 0 }), StringComparison.Ordinal);

        string Refusal(GenerationOptions options) => Assert.Throws<ArgumentException>(() => TokenGenerator.Stream(model, [1], options)).Message;
    }

    [Fact]
    public void Samples_AreTheSameWhateverTheBatch()
    {
        using HandwrittenLlama model = HandwrittenWeights.Random(Shape);

        IReadOnlyList<IReadOnlyList<int>> texts = TokenGenerator.Sample(model, 10, bosId: 1, eosId: 2, maxNewTokens: 15, seed: 8);

        Assert.Equal(texts, TokenGenerator.Sample(model, 10, bosId: 1, eosId: 2, maxNewTokens: 15, seed: 8, batch: 3));
        Assert.Equal(10, texts.Count);
        Assert.All(texts, text => Assert.Equal(1, text[0]));
        Assert.True(texts.Select(text => string.Join(" ", text)).Distinct().Count() == 10, "draws have to differ");
    }
}
