using System;
using System.Text;

namespace Solar.Runtime.Checkpoints;

/// <summary>One thing that is wrong with a checkpoint.</summary>
/// <param name="File">The file it is wrong in; null where it concerns the whole folder.</param>
/// <param name="Tensor">The tensor it is wrong with; null where it concerns no single one.</param>
/// <param name="Problem">What was found and what was expected, without a full stop.</param>
/// <param name="Mend">What to do about it, as a sentence.</param>
public sealed record CheckpointFault(string? File, string? Tensor, string Problem, string Mend)
{
    private const int LongestName = 200;

    /// <summary>File, tensor, problem and mend in one line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
        {
            text.Append(File).Append(": ");
        }

        if (Tensor is not null)
        {
            text.Append("tensor ").Append(Quote(Tensor)).Append(": ");
        }

        return text.Append(Problem).Append(". ").Append(Mend).ToString();
    }

    /// <summary>A name out of an untrusted file, in quotes, shortened, and without characters that a terminal would obey.</summary>
    internal static string Quote(string name)
    {
        var text = new StringBuilder(name.Length + 2).Append('\'');
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, LongestName)))
        {
            text.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        }

        return text.Append(name.Length > LongestName ? "…'" : "'").ToString();
    }
}
