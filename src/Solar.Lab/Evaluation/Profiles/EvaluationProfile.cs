using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Profiles;

/// <summary>One way of measuring, with every choice that changes a figure: those of a commit of EleutherAI/lm-evaluation-harness.</summary>
public sealed record EvaluationProfile
{
    /// <summary>The harness of the Open LLM Leaderboard v1, commit b281b09 of June 2023: what published H6 figures, SOLAR's among them, were measured with.</summary>
    public static EvaluationProfile LeaderboardV1 { get; } = new()
    {
        Name = "leaderboard-v1",
        Reference = "EleutherAI/lm-evaluation-harness b281b0921b636bc36ad05c0b0b0763bd6dd43463",
        Seed = 42,
        Order = DocumentOrder.Shuffled,
        Limit = LimitRounding.Down,
        LimitCarriesOver = true,
        AddsBos = false,
        DrawsOneMore = false,
        WinograndeKeepsToBlankLine = true,
        MmluMean = MmluMean.OfSubjects,
        TrueAnswers = TrueAnswers.BeforeFirstFalse,
        Gsm8kScoring = Gsm8kScoring.FirstMarked,
        Gsm8kUntil = [":", "Question:", "Question"],
    };

    /// <summary>The harness of today, commit 4e7e0d4 (0.4.13.dev0, August 2026).</summary>
    public static EvaluationProfile Current { get; } = new()
    {
        Name = "current",
        Reference = "EleutherAI/lm-evaluation-harness 4e7e0d47f33bc71070c1d38394bafbb52b117163",
        Seed = 1234,
        Order = DocumentOrder.File,
        Limit = LimitRounding.Up,
        LimitCarriesOver = false,
        AddsBos = null,
        DrawsOneMore = true,
        WinograndeKeepsToBlankLine = false,
        MmluMean = MmluMean.OfDocuments,
        TrueAnswers = TrueAnswers.Labelled,
        Gsm8kScoring = Gsm8kScoring.StrictAndFlexible,
        Gsm8kUntil = ["Question:", "</s>", "<|im_end|>"],
    };

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<EvaluationProfile> All { get; } = [LeaderboardV1, Current];

    /// <summary>The word that names it.</summary>
    public required string Name { get; init; }

    /// <summary>The program whose choices these are, to its commit.</summary>
    public required string Reference { get; init; }

    /// <summary>
    /// Seed of the generator that examples are drawn with, anew for each task. Where documents are shuffled, the same generator shuffles them first, so that the
    /// prompt of a document depends on the number of documents and on all before it.
    /// </summary>
    public required int Seed { get; init; }

    /// <summary>The order in which documents are evaluated. A limit takes the first of this order.</summary>
    public required DocumentOrder Order { get; init; }

    /// <summary>How a limit below 1, a share of the documents, becomes a number of them.</summary>
    public required LimitRounding Limit { get; init; }

    /// <summary>Whether a share becomes the first task's number for all later tasks, the subjects of MMLU among them.</summary>
    public required bool LimitCarriesOver { get; init; }

    /// <summary>
    /// Whether a begin-of-sequence token stands before what a model is asked; null for what its tokenizer does by itself. Whoever answers requests heeds it.
    /// </summary>
    public required bool? AddsBos { get; init; }

    /// <summary>
    /// Whether HellaSwag and Winogrande, run as plain tasks, draw one example more than they need, to drop the evaluated document where it is among them. As part of
    /// the group <c>openllm</c> they do not.
    /// </summary>
    public required bool DrawsOneMore { get; init; }

    /// <summary>
    /// Whether a prompt of Winogrande is all up to the last blank line, and then the sentence with either word; else the examples, and then that. They differ where a
    /// sentence itself has a blank line.
    /// </summary>
    public required bool WinograndeKeepsToBlankLine { get; init; }

    /// <summary>How the subjects of MMLU, and of any other task of subjects, become one figure.</summary>
    public required MmluMean MmluMean { get; init; }

    /// <summary>Which of TruthfulQA's answers <c>mc2</c> takes for true.</summary>
    public required TrueAnswers TrueAnswers { get; init; }

    /// <summary>What of an answer to a GSM8K problem is compared.</summary>
    public required Gsm8kScoring Gsm8kScoring { get; init; }

    /// <summary>
    /// Strings that an answer to a GSM8K problem ends before. In leaderboard-v1 the first is a colon, which cuts off a right answer that has one before its result.
    /// </summary>
    public required IReadOnlyList<string> Gsm8kUntil { get; init; }

    /// <summary>
    /// Greatest number of tokens of a generated answer. A prompt is cut on its left to the model's length less this number, in both harnesses.
    /// </summary>
    public int MaxNewTokens { get; init; } = 256;

    /// <summary>The profile of a name; null where there is none.</summary>
    public static EvaluationProfile? Find(string name) => All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.Ordinal));
}

/// <summary>The order in which documents are evaluated.</summary>
public enum DocumentOrder
{
    /// <summary>That of the file.</summary>
    File,

    /// <summary>Shuffled by the profile's seed.</summary>
    Shuffled,
}

/// <summary>How a share of documents becomes a number of them.</summary>
public enum LimitRounding
{
    /// <summary>The greatest whole number that is not above.</summary>
    Down,

    /// <summary>The least whole number that is not below.</summary>
    Up,
}

/// <summary>How the subjects of MMLU, and of any other task of subjects, become one figure.</summary>
public enum MmluMean
{
    /// <summary>The mean of the subjects' figures, each counting once: the leaderboard's.</summary>
    OfSubjects,

    /// <summary>The mean over all documents, so that a subject with more of them counts more.</summary>
    OfDocuments,
}

/// <summary>Which of TruthfulQA's answers are taken for true.</summary>
public enum TrueAnswers
{
    /// <summary>Those before the first that is labelled false; two documents have true ones after it.</summary>
    BeforeFirstFalse,

    /// <summary>Those labelled true.</summary>
    Labelled,
}

/// <summary>What of an answer to a GSM8K problem is compared.</summary>
public enum Gsm8kScoring
{
    /// <summary>The number after the first <c>####</c>, as written less its commas: metric <c>acc</c>.</summary>
    FirstMarked,

    /// <summary>
    /// That (<c>strict-match</c>) and the last number of the answer (<c>flexible-extract</c>), less currency signs and a final period: metric <c>exact_match</c>.
    /// </summary>
    StrictAndFlexible,
}
