using System;
using System.Linq;
using Solar.Runtime.Text;
using Xunit;

namespace Solar.Runtime.Tests.Text;

/// <summary>How often tokens are drawn.</summary>
public sealed class TokenSamplerTests
{
    private static readonly float[] Logits = [1f, 3f, 2f, 0f];

    [Fact]
    public void ZeroTemperature_TakesTheMostLikely() =>
        Assert.Equal(1, new TokenSampler(new GenerationOptions()).Choose(Logits, new RandomStream(0, 0)));

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Draws_FollowTheSoftmaxAtThatTemperature(double temperature)
    {
        double[] shares = Draw(new GenerationOptions { Temperature = temperature, Seed = 1 });

        Assert.All(Softmax(temperature, 1, 2, 0, 3), expected => Assert.Equal(expected.Share, shares[expected.Id], 0.01));
    }

    [Fact]
    public void TopK_LeavesOnlyTheMostLikely()
    {
        double[] shares = Draw(new GenerationOptions { Temperature = 1, TopK = 2, Seed = 2 });

        Assert.All(Softmax(1, 1, 2), expected => Assert.Equal(expected.Share, shares[expected.Id], 0.01));
        Assert.Equal((0, 0), (shares[0], shares[3]));
    }

    [Theory]
    [InlineData(0.60, 1)]           // shares are 0.64, 0.24, 0.09, 0.03
    [InlineData(0.65, 2)]
    [InlineData(0.90, 3)]
    [InlineData(0.98, 4)]
    public void TopP_LeavesTheFewestThatReachTheShare(double topP, int kept)
    {
        double[] shares = Draw(new GenerationOptions { Temperature = 1, TopP = topP, Seed = 3 });

        Assert.Equal(kept, shares.Count(share => share > 0));
        Assert.All(Softmax(1, [.. new[] { 1, 2, 0, 3 }.Take(kept)]), expected => Assert.Equal(expected.Share, shares[expected.Id], 0.01));
    }

    [Fact]
    public void TopPAfterTopK_IsTheShareOfWhatTopKLeft()
    {
        // Of the two that are left, the first has 0.73: enough for 0.7, though it has 0.64 of all.
        double[] shares = Draw(new GenerationOptions { Temperature = 1, TopK = 2, TopP = 0.7, Seed = 4 });

        Assert.Equal([0, 1, 0, 0], shares);
    }

    [Fact]
    public void SeedAndStream_DecideTheDraws()
    {
        int[] Draws(ulong seed, int stream)
        {
            TokenSampler sampler = new(new GenerationOptions { Temperature = 1 });
            RandomStream random = new(seed, stream);
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Choose(Logits, random))];
        }

        Assert.Equal(Draws(5, 0), Draws(5, 0));
        Assert.NotEqual(Draws(5, 0), Draws(6, 0));
        Assert.NotEqual(Draws(5, 0), Draws(5, 1));
        Assert.NotEqual(Draws(5, 1), Draws(6, 0));
    }

    [Fact]
    public void LargeLogits_DoNotOverflow() =>
        Assert.Equal(2, new TokenSampler(new GenerationOptions { Temperature = 1 }).Choose([-1e30f, 0f, 3e30f], new RandomStream(0, 0)));

    private static double[] Draw(GenerationOptions options)
    {
        const int draws = 40_000;
        TokenSampler sampler = new(options);
        RandomStream random = new(options.Seed, 0);
        double[] shares = new double[Logits.Length];
        for (int i = 0; i < draws; i++)
        {
            shares[sampler.Choose(Logits, random)] += 1.0 / draws;
        }

        return [.. shares.Select(share => Math.Round(share, 9))];
    }

    private static (int Id, double Share)[] Softmax(double temperature, params int[] ids)
    {
        double sum = ids.Sum(id => Math.Exp(Logits[id] / temperature));
        return [.. ids.Select(id => (id, Math.Exp(Logits[id] / temperature) / sum))];
    }
}
