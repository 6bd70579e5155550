using System;

namespace Solar;

/// <summary>What all data sets declare: their file, and which of its documents are learned from.</summary>
/// <param name="path">The file, relative to the program's data folder; or several by a pattern, such as <c>part-*.jsonl</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class DataAttribute(string path) : Attribute
{
    /// <summary>
    /// The file, relative to the program's data folder; or several, in the order of their paths: <c>*</c> for any characters of a name, <c>?</c> for one, <c>**</c> for
    /// any folders.
    /// </summary>
    public string Path { get; } = path;

    /// <summary>How the file is packed. Default: <see cref="DataCompression.Auto"/>, by the name's end, <c>.gz</c>.</summary>
    public DataCompression Compression { get; set; }

    /// <summary>How often its documents are seen in one pass over the data: 2 twice, 0.5 a drawn half of them. Default: 1.</summary>
    public double Weight { get; set; } = 1.0;

    /// <summary>Documents of it at most, drawn by the stage's seed; 0 for all. Default: 0.</summary>
    public int MaxSamples { get; set; }

    /// <summary>Whether a document is left out whose text an earlier document of the stage has. Default: false.</summary>
    public bool Deduplicate { get; set; }

    /// <summary>What becomes of rows that cannot be read. Default: <see cref="BadRows.Raise"/>.</summary>
    public BadRows OnBadRow { get; set; }
}
