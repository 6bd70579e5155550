using System;
using System.Text.RegularExpressions;
using Solar.Lab.Evaluation.Python;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>Results of written solutions, extracted and compared as either harness does it.</summary>
public static partial class Gsm8kAnswers
{
    /// <summary>What stands for a solution that has no result.</summary>
    public const string Invalid = "[invalid]";

    /// <summary><c>leaderboard-v1</c>: the number after the first <c>#### </c>, less its commas; a currency sign before it, or no space, makes it none.</summary>
    public static string FirstMarked(string written) =>
        Marked().Match(written) is { Success: true } match ? PythonText.Strip(match.Groups[1].Value).Replace(",", "", StringComparison.Ordinal) : Invalid;

    /// <summary><c>leaderboard-v1</c>: whether a solution's result is that of the right one, compared as texts; <c>12.</c> is not <c>12</c>.</summary>
    /// <param name="written">What the model wrote.</param>
    /// <param name="right">The right solution.</param>
    public static bool IsFirstMarked(string written, string right) => FirstMarked(written) is var result && result != Invalid && result == FirstMarked(right);

    /// <summary><c>current</c>, filter <c>strict-match</c>: the number after the first <c>#### </c>.</summary>
    public static string Strict(string written) => Marked().Match(written) is { Success: true } match ? PythonText.Strip(match.Groups[1].Value) : Invalid;

    /// <summary><c>current</c>, filter <c>flexible-extract</c>: the last number.</summary>
    public static string Flexible(string written)
    {
        string? last = null;
        foreach (Match match in Number().Matches(written))
        {
            last = match.Value;
        }

        return last is null ? Invalid : PythonText.Strip(last);
    }

    /// <summary><c>current</c>: whether a result is that of the right solution, both less commas, currency signs, all up to the last <c>#### </c> and a final period.</summary>
    /// <param name="result">The extracted result.</param>
    /// <param name="right">The right solution, whole.</param>
    public static bool IsMatch(string result, string right) => Normalize(result) == Normalize(right);

    private static string Normalize(string text)
    {
        string bare = text.Replace(",", "", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal);
        return FinalPeriod().Replace(UpToMark().Replace(bare, ""), "").ToLowerInvariant();
    }

    [GeneratedRegex(@"#### (\-?[0-9\.\,]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Marked();

    [GeneratedRegex(@"(-?[$0-9.,]{2,})|(-?[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?s).*#### ", RegexOptions.CultureInvariant)]
    private static partial Regex UpToMark();

    // Python's $ and .NET's are the same: the end, or before a final line feed.
    [GeneratedRegex(@"\.$", RegexOptions.CultureInvariant)]
    private static partial Regex FinalPeriod();
}
