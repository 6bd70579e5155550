using System;
using System.Globalization;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Running;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Measurements of several checkpoints one after another: which is the turn, and how long all will go on.</summary>
/// <param name="count">How many.</param>
/// <param name="time">The time.</param>
internal sealed class EvaluationSeries(int count, TimeProvider time)
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);

    private readonly long _began = time.GetTimestamp();
    private double _known, _told;
    private int _index = -1;

    /// <summary>The next one begins.</summary>
    public EvaluationSeries Next()
    {
        _index++;
        return this;
    }

    /// <summary>A checkpoint's name, and which of how many it is.</summary>
    public string Title(string model) => count == 1 ? model : string.Create(CultureInfo.InvariantCulture, $"{model} ({_index + 1} of {count})");

    /// <summary>The time that is left of all, as the end of a line; empty for one, and where nothing can be said yet. Tasks count alike, and what an earlier run has answered takes no time.</summary>
    public string Left(EvaluationProgress progress)
    {
        AnswerProgress answers = progress.Answers;
        double done = _index + ((progress.Index + answers.Share) / progress.Count);
        _known += answers.Answered == answers.Known ? done - _told : 0;
        _told = done;
        double asked = done - _known;
        TimeSpan elapsed = time.GetElapsedTime(_began);
        return count == 1 || elapsed < Shown || asked <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"  {Math.Ceiling(elapsed.TotalSeconds * (count - done) / asked):0} s left in all");
    }
}
