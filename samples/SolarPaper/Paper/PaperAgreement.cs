using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Evaluation.Results;

namespace SolarPaper;

/// <summary>What an effect of the paper is here.</summary>
internal enum Agreement
{
    /// <summary>The paper gives no figure of it.</summary>
    NotGiven,

    /// <summary>It has the same direction here.</summary>
    Same,

    /// <summary>It is within noise in the paper and here.</summary>
    NoneInEither,

    /// <summary>It is within noise here.</summary>
    NotSeen,

    /// <summary>It is within noise in the paper, and not here.</summary>
    SeenHereAlone,

    /// <summary>It goes the other way here.</summary>
    Opposite,
}

/// <summary>How many of the paper's effects are seen here.</summary>
/// <param name="Effects">One an effect.</param>
internal sealed record PaperAgreement(IReadOnlyList<Agreement> Effects)
{
    /// <summary>Effects of which the paper gives both figures.</summary>
    public int Told => Effects.Count - Count(Agreement.NotGiven);

    public int Count(Agreement agreement) => Effects.Count(effect => effect == agreement);

    /// <summary>All of it in a sentence.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"Of {Told} effects of which the paper gives both figures, {Count(Agreement.Same)} have the same direction here, {Count(Agreement.NoneInEither)} are within noise in both, {Count(Agreement.NotSeen)} are lost in the noise here, {Count(Agreement.Opposite)} go the other way, and {Count(Agreement.SeenHereAlone)} show here alone.");

    public static Agreement Of(Verdict ours, Verdict? papers) => (ours, papers) switch
    {
        (_, null) => Agreement.NotGiven,
        (Verdict.WithinNoise, Verdict.WithinNoise) => Agreement.NoneInEither,
        var (here, there) when here == there => Agreement.Same,
        (Verdict.WithinNoise, _) => Agreement.NotSeen,
        (_, Verdict.WithinNoise) => Agreement.SeenHereAlone,
        _ => Agreement.Opposite,
    };
}
