using Solar.Lab.Evaluation.Results;

namespace SolarPaper;

/// <summary>A verdict in words, the same wherever it stands.</summary>
internal static class VerdictWords
{
    /// <summary><c>better</c>, <c>worse</c> or <c>within noise</c>; empty for none.</summary>
    public static string Of(Verdict? verdict) => verdict switch
    {
        Verdict.Better => "better",
        Verdict.Worse => "worse",
        Verdict.WithinNoise => "within noise",
        _ => "",
    };

    /// <summary>A verdict as a sign, where there is a legend: ▲ better, ▼ worse, ≈ within noise.</summary>
    public static string Sign(Verdict verdict) => verdict switch { Verdict.Better => "▲", Verdict.Worse => "▼", _ => "≈" };
}
