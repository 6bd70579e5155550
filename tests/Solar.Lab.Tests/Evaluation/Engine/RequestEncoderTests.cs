using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Lab.Evaluation.Engine;
using Solar.Lab.Evaluation.Requests;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Engine;

/// <summary>What the model is fed, by the harness's rules.</summary>
public sealed class RequestEncoderTests
{
    [Fact]
    public void TrailingSpacesOfAContext_AreTheContinuations()
    {
        ScoredWindow window = Assert.Single(Encode(new EngineOptions(), 20, new LogLikelihoodRequest("ab \n", "c")));

        Assert.Equal("ab \nc", Text(window.Tokens));
        Assert.Equal(3, window.Scored);
        Assert.Equal(1, window.From);
    }

    [Theory]
    [InlineData("", EmptyContext.Bos, 1)]
    [InlineData("", EmptyContext.Eos, 2)]
    public void EmptyContext_IsOneToken(string context, EmptyContext rule, int prefix)
    {
        ScoredWindow window = Assert.Single(Encode(new EngineOptions { EmptyContext = rule, AddsBos = true }, 20, new LogLikelihoodRequest(context, "cd")));

        Assert.Equal([prefix, 'c', 'd'], window.Tokens);
        Assert.Equal(2, window.Scored);
    }

    [Fact]
    public void ContextOfSpacesAlone_IsAnEmptyOne()
    {
        ScoredWindow window = Assert.Single(Encode(new EngineOptions(), 20, new LogLikelihoodRequest("  ", "c")));

        Assert.Equal([1, ' ', ' ', 'c'], window.Tokens);
        Assert.Equal(3, window.Scored);
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    public void BeginToken_IsTheOptionsOrElseTheTokenizers(bool? option, bool tokenizer, bool begins)
    {
        EngineOptions options = new() { AddsBos = option };
        RequestEncoder encoder = new(new LetterTokenizer { AddsBos = tokenizer }, options, 20);

        ScoredWindow window = Assert.Single(encoder.Encode([new LogLikelihoodRequest("ab", "c")], CancellationToken.None));

        Assert.Equal(begins ? [1, 'a', 'b', 'c'] : ['a', 'b', 'c'], window.Tokens);
        Assert.Equal(1, window.Scored);
    }

    [Fact]
    public void WhatIsTooLong_LosesItsLeft_AndIsCounted()
    {
        List<ScoredWindow> windows = Encode(
            new EngineOptions(),
            4,
            new LogLikelihoodRequest("abc", "de"),                          // 5 tokens: 4 fed, one predicted last, all there
            new LogLikelihoodRequest("abcd", "ef"),                         // one too many
            new LogLikelihoodRequest("ab", "cdefgh"));                      // its continuation alone is too many

        Assert.Equal(["abcde", "bcdef", "defgh"], windows.Select(window => Text(window.Tokens)));
        Assert.Equal([2, 2, 4], windows.Select(window => window.Scored));
        Assert.Equal([0, 1, 3], windows.Select(window => window.Lost));
        Assert.Equal([false, false, true], windows.Select(window => window.IsCut));
    }

    [Fact]
    public void ContinuationWithoutATokenOfItsOwn_IsRefusedByName()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Encode(new EngineOptions(), 4, new LogLikelihoodRequest("abc", "")));

        Assert.Contains("\"…abc\"", refusal.Message, StringComparison.Ordinal);
    }

    // The example of the harness's own documentation: tokens 0 to 9, windows of 4.
    [Fact]
    public void LongText_IsCutIntoWindowsThatPredictEachTokenOnce()
    {
        List<ScoredWindow> windows = Encode(new EngineOptions(), 4, new RollingRequest("0123456789"));

        Assert.Equal(["\u00010123", "34567", "56789"], windows.Select(window => Text(window.Tokens)));
        Assert.Equal([4, 4, 2], windows.Select(window => window.Scored));
    }

    [Fact]
    public void ShortAndEmptyTexts_HaveOneWindowAndNone()
    {
        List<ScoredWindow> windows = Encode(new EngineOptions { EmptyContext = EmptyContext.Eos }, 4, new RollingRequest("ab"), new RollingRequest(""));

        ScoredWindow window = Assert.Single(windows);
        Assert.Equal([2, 'a', 'b'], window.Tokens);
        Assert.Equal(2, window.Scored);
    }

    [Fact]
    public void Prompts_LeaveRoomForWhatIsGenerated()
    {
        RequestEncoder encoder = new(new LetterTokenizer(), new EngineOptions(), 10);

        (int[] Tokens, int Lost)[] prompts = encoder.Encode(
            [new GenerationRequest("abcdefgh", [], 4), new GenerationRequest("abc", [], 4), new GenerationRequest("", [], 4)], CancellationToken.None);

        Assert.Equal(["cdefgh", "abc", "\u0001"], prompts.Select(prompt => Text(prompt.Tokens)));
        Assert.Equal([2, 0, 0], prompts.Select(prompt => prompt.Lost));
        Assert.Throws<TooFewPositionsException>(() => encoder.Encode([new GenerationRequest("abc", [], 10)], CancellationToken.None));
    }

    private static List<ScoredWindow> Encode(EngineOptions options, int maxLength, params EvaluationRequest[] requests) =>
        new RequestEncoder(new LetterTokenizer(), options, maxLength).Encode(requests, CancellationToken.None);

    private static string Text(int[] tokens) => string.Concat(tokens.Select(token => (char)token));
}
