using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// A checkpoint is damaged, incomplete, or not that of the declared model. All faults that could be found are named at once,
/// and nothing was written.
/// </summary>
public sealed class CheckpointException : Exception
{
    // Enough to see the pattern of a mismatch; a wrong base has one fault a tensor, hundreds of them.
    private const int ListedFaults = 100;

    /// <summary>An exception for several faults.</summary>
    /// <param name="summary">What failed, such as <c>Paper.Solar10B cannot be loaded from 'out'</c>.</param>
    /// <param name="faults">Everything that is wrong; at least one.</param>
    public CheckpointException(string summary, IReadOnlyList<CheckpointFault> faults)
        : base(Describe(summary, faults))
    {
        Faults = faults;
    }

    /// <summary>An exception for one fault.</summary>
    public CheckpointException(CheckpointFault fault, Exception? cause = null)
        : base(fault.ToString(), cause)
    {
        Faults = [fault];
    }

    internal CheckpointException(string? file, string? tensor, string problem, string mend, Exception? cause = null)
        : this(new CheckpointFault(file, tensor, problem, mend), cause)
    {
    }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<CheckpointFault> Faults { get; }

    /// <summary>The first file that is wrong, if a file is.</summary>
    public string? File => Faults.Select(fault => fault.File).FirstOrDefault(file => file is not null);

    /// <summary>The first tensor that is wrong, if a tensor is.</summary>
    public string? Tensor => Faults.Select(fault => fault.Tensor).FirstOrDefault(tensor => tensor is not null);

    private static string Describe(string summary, IReadOnlyList<CheckpointFault> faults)
    {
        StringBuilder text = new StringBuilder(summary).Append(':');
        foreach (CheckpointFault fault in faults.Take(ListedFaults))
        {
            text.Append("\n  ").Append(fault);
        }

        if (faults.Count > ListedFaults)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  … and {faults.Count - ListedFaults} more.");
        }

        return text.ToString();
    }
}
