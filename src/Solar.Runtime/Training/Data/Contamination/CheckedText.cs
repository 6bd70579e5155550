using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>A text that is looked through, or looked for, and where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="File">The file, or the task, that holds it.</param>
/// <param name="Row">Its line, record or row, 1 for the first.</param>
/// <param name="Unit">What the row counts: <c>line</c>, <c>record</c>, <c>row</c> or <c>item</c>.</param>
public readonly record struct CheckedText(string Text, string File, long Row, string Unit = "line")
{
    /// <summary>
    /// Of an item: what of it is looked for by itself, too, though it be shorter than an n-gram, such as the question without its choices; null for nothing.
    /// </summary>
    public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>File and row, such as <c>web.jsonl, line 7</c>.</summary>
    public string Place => PlaceOf(File, Row, Unit);

    /// <summary>The name of a file, without its folder, and a row.</summary>
    internal static string PlaceOf(string file, long row, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}, {unit} {row}");
}

/// <summary>An evaluation set, as it is looked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">Its items: of each all that training data must not hold, question and answers. They are read once.</param>
public sealed record EvaluationTexts(string Name, IEnumerable<CheckedText> Items);
