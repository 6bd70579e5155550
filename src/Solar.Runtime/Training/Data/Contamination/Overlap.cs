using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>What of evaluation sets a training set has.</summary>
/// <param name="Name">Name of the training set.</param>
/// <param name="Rows">Its rows that were looked through.</param>
/// <param name="Contaminated">Of them: those that have an n-gram of an evaluation set.</param>
/// <param name="Overlaps">Each evaluation set, in their order, those without any overlap among them.</param>
public sealed record DatasetContamination(string Name, long Rows, long Contaminated, IReadOnlyList<Overlap> Overlaps);

/// <summary>What of one evaluation set a training set has.</summary>
/// <param name="Against">Name of the evaluation set.</param>
/// <param name="Rows">Rows of the training set that have an n-gram of it.</param>
/// <param name="Items">Its items of which an n-gram was found.</param>
/// <param name="Share">Share of all its items.</param>
/// <param name="Examples">The first of the rows.</param>
public sealed record Overlap(string Against, long Rows, long Items, double Share, IReadOnlyList<OverlapExample> Examples);

/// <summary>A row that has an n-gram of an evaluation set.</summary>
/// <param name="File">The file.</param>
/// <param name="Row">Its line, record or row, 1 for the first.</param>
/// <param name="Unit">What the row counts.</param>
/// <param name="Item">Where the item of the evaluation set stands.</param>
/// <param name="WordCount">Words of the longest overlap.</param>
/// <param name="Words">The first of them.</param>
public sealed record OverlapExample(string File, long Row, string Unit, string Item, int WordCount, string Words)
{
    /// <summary>File and row, such as <c>web.jsonl, line 7</c>.</summary>
    [JsonIgnore]
    public string Place => CheckedText.PlaceOf(File, Row, Unit);
}
