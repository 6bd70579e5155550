using Solar.Runtime.Training.Data.Conversations;

namespace Solar.Runtime.Training.Data;

/// <summary>One row of a data file, as far as it was read.</summary>
/// <param name="Number">Its line, record or row, 1 for the first.</param>
/// <param name="Text">The text to learn from, or all of a conversation as one text; null where the row is bad or not taken.</param>
/// <param name="Problem">Why it cannot be read; null where it can.</param>
internal readonly record struct DataRow(long Number, string? Text, TrainingDataException? Problem)
{
    /// <summary>The conversation, where the row is one.</summary>
    public Dialog? Dialog { get; init; }

    /// <summary>A row that the data set's filter does not take.</summary>
    public static DataRow Filtered(long number) => new(number, null, null);

    /// <summary>A row that cannot be read; the next one may be.</summary>
    public static DataRow Bad(TrainingDataException problem) => new(problem.Line, null, problem);
}
