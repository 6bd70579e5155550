using System;

namespace Solar.Lab.Evaluation.Profiles;

/// <summary>How many documents of each task a run evaluates, where it does not evaluate all. One of it serves all tasks of a run, in their order.</summary>
/// <remarks>A number that carries over from a run's first task is kept here, as the harness keeps it.</remarks>
/// <param name="value">1 or more: a number of documents; below 1: a share of each task's.</param>
/// <param name="profile">How a share is rounded, and whether it carries over.</param>
public sealed class DocumentLimit(double value, EvaluationProfile profile)
{
    private readonly double _value = value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A limit is a number of documents, or a share of them below 1.");

    private int? _carried;

    /// <summary>What was asked for: a number from 1 on, a share below.</summary>
    public double Value => _value;

    /// <summary>How many of so many documents are evaluated.</summary>
    /// <param name="documents">How many a task has.</param>
    public int Take(int documents)
    {
        int taken = _carried ?? Round(documents);
        if (profile.LimitCarriesOver)
        {
            _carried = taken;
        }

        return Math.Min(taken, documents);
    }

    private int Round(int documents)
    {
        if (_value >= 1)
        {
            return (int)Math.Min(_value, int.MaxValue);
        }

        double share = documents * _value;
        return (int)(profile.Limit == LimitRounding.Up ? Math.Ceiling(share) : Math.Floor(share));
    }
}
