using System;
using System.Linq;
using Solar.Lab.Evaluation.Profiles;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Tasks;

/// <summary>What a limit takes, as each harness takes it.</summary>
public sealed class DocumentLimitTests
{
    [Theory]
    [InlineData("leaderboard-v1", 0.1, new[] { 117, 117, 50 })]          // int(1172 · 0.1), and this for all later tasks
    [InlineData("current", 0.1, new[] { 118, 82, 5 })]                   // ceil(1172 · 0.1), and each task's own
    [InlineData("leaderboard-v1", 40, new[] { 40, 40, 40 })]
    [InlineData("current", 60, new[] { 60, 60, 50 })]
    [InlineData("current", 1, new[] { 1, 1, 1 })]
    [InlineData("leaderboard-v1", 2.9, new[] { 2, 2, 2 })]
    public void Limit_TakesOfEachTaskWhatTheHarnessTakes(string profile, double value, int[] expected)
    {
        var limit = new DocumentLimit(value, EvaluationProfile.Find(profile)!);

        Assert.Equal(expected, new[] { 1172, 817, 50 }.Select(limit.Take));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void LimitThatIsNone_IsRefused(double value) => Assert.Throws<ArgumentOutOfRangeException>(() => new DocumentLimit(value, EvaluationProfile.Current));

    [Fact]
    public void Profiles_SayWhatTheirHarnessesDo()
    {
        Assert.False(EvaluationProfile.LeaderboardV1.AddsBos);
        Assert.Null(EvaluationProfile.Current.AddsBos);
        Assert.Equal([256, 256], EvaluationProfile.All.Select(profile => profile.MaxNewTokens));
        Assert.Null(EvaluationProfile.Find("Current"));
    }
}
