using System;
using Solar.Lab.Evaluation.Results;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>What an effect of the paper is here.</summary>
public sealed class AgreementTests
{
    [Theory]
    [InlineData(Verdict.Better, Verdict.Better, nameof(Agreement.Same))]
    [InlineData(Verdict.WithinNoise, Verdict.WithinNoise, nameof(Agreement.NoneInEither))]
    [InlineData(Verdict.WithinNoise, Verdict.Worse, nameof(Agreement.NotSeen))]
    [InlineData(Verdict.Worse, Verdict.WithinNoise, nameof(Agreement.SeenHereAlone))]
    [InlineData(Verdict.Worse, Verdict.Better, nameof(Agreement.Opposite))]
    [InlineData(Verdict.Better, Verdict.Worse, nameof(Agreement.Opposite))]
    [InlineData(Verdict.Better, null, nameof(Agreement.NotGiven))]
    public void EffectHereAndThere_IsOneOfSix(Verdict ours, Verdict? papers, string agreement) => Assert.Equal(agreement, PaperAgreement.Of(ours, papers).ToString());

    [Fact]
    public void EffectsThatThePaperGivesNoFigureOf_AreNotCounted()
    {
        var agreement = new PaperAgreement([Agreement.Same, Agreement.NotGiven, Agreement.Same, Agreement.Opposite]);

        Assert.Equal(3, agreement.Told);
        Assert.Equal(2, agreement.Count(Agreement.Same));
        Assert.StartsWith("Of 3 effects of which the paper gives both figures, 2 have the same direction here, 0 are within noise in both", agreement.Sentence, StringComparison.Ordinal);
    }
}
