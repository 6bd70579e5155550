using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>The forms of records: how their fields are read.</summary>
public static class RecordFormats
{
    /// <summary>Single answers that are wanted or not.</summary>
    public const string Kto = "kto";

    // What each one's fields may be renamed to, by the last part of their keys.
    private static readonly (string Name, bool IsPreference, string[] Fields)[] Table =
    [
        ("text", false, []),
        ("alpaca", false, ["system", "prompt", "input", "completion"]),
        ("prompt_completion", false, ["system", "prompt", "completion", "role", "content"]),
        ("messages", false, ["messages", "role", "content"]),
        ("preference", true, ["system", "prompt", "input", "chosen", "rejected", "role", "content"]),
        ("openorca", false, ["system", "prompt", "completion"]),
        ("sharegpt", false, ["messages", "role", "content"]),
        ("gsm8k", false, ["system", "prompt", "completion"]),
        ("orca_pairs", true, ["system", "prompt", "input", "chosen", "rejected", "role", "content"]),
        ("ultrafeedback", true, ["system", "prompt", "input", "chosen", "rejected", "role", "content"]),
        ("hh_rlhf", true, ["chosen", "rejected"]),
        ("alpaca_preference", true, ["system", "prompt", "input", "chosen", "rejected", "role", "content"]),
        (Kto, true, ["system", "prompt", "completion", "label", "role", "content"]),
    ];

    /// <summary>Their names, in the order of the attribute's enumeration.</summary>
    public static EquatableArray<string> All { get; } = EquatableArray.Of([.. Table.Select(format => format.Name)]);

    /// <summary>Whether records compare answers, or judge one.</summary>
    public static bool IsPreference(string format) => Table.Any(known => known.Name == format && known.IsPreference);

    /// <summary>The fields that a format reads, by the last part of their keys.</summary>
    public static IReadOnlyList<string> Fields(string format) => Table.First(known => known.Name == format).Fields;
}
