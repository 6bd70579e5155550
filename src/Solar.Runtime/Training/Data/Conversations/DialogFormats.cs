using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>The forms of records that are conversations, by the names of <c>format</c>.</summary>
internal static class DialogFormats
{
    private static readonly Dictionary<string, Func<DialogFields, Dialog>> Instructions = new(StringComparer.Ordinal)
    {
        ["alpaca"] = InstructionFormats.Alpaca,
        ["prompt_completion"] = InstructionFormats.PromptCompletion,
        ["messages"] = InstructionFormats.Messages,
        ["openorca"] = InstructionFormats.OpenOrca,
        ["sharegpt"] = InstructionFormats.ShareGpt,
        ["gsm8k"] = InstructionFormats.Gsm8k,
    };

    private static readonly Dictionary<string, Func<DialogFields, Dialog>> Preferences = new(StringComparer.Ordinal)
    {
        ["preference"] = PreferenceFormats.Preference,
        ["orca_pairs"] = PreferenceFormats.OrcaPairs,
        ["ultrafeedback"] = PreferenceFormats.UltraFeedback,
        ["hh_rlhf"] = PreferenceFormats.HhRlhf,
        ["alpaca_preference"] = PreferenceFormats.AlpacaPreference,
        ["kto"] = PreferenceFormats.Kto,
    };

    /// <summary>How records of a format of either kind are read.</summary>
    /// <param name="dataset">The data set as declared.</param>
    /// <param name="file">Its file, for the message.</param>
    /// <exception cref="TrainingDataException">There is no such format.</exception>
    public static Func<DialogFields, Dialog> Find(DatasetDescription dataset, string file) =>
        Find(dataset, file, isPreference: Preferences.ContainsKey(dataset.Format ?? "text"));

    /// <summary>How records of a format are read.</summary>
    /// <param name="dataset">The data set as declared.</param>
    /// <param name="file">Its file, for the message.</param>
    /// <param name="isPreference">Whether answers are compared, and not learnt.</param>
    /// <exception cref="TrainingDataException">The format is none of these.</exception>
    public static Func<DialogFields, Dialog> Find(DatasetDescription dataset, string file, bool isPreference)
    {
        Dictionary<string, Func<DialogFields, Dialog>> known = isPreference ? Preferences : Instructions;
        return known.TryGetValue(dataset.Format ?? "text", out Func<DialogFields, Dialog>? read) ? read : throw new TrainingDataException(
            file,
            0,
            $"data set {dataset.Name} has format '{dataset.Format ?? "text"}', which is none of {(isPreference ? "preferences" : "conversations")}; "
            + $"known are {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.");
    }
}
