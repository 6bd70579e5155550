using System;

namespace Solar;

/// <summary>Declares a data set: a file of plain text.</summary>
/// <param name="path">The file, relative to the program's data folder; or several by a pattern, such as <c>part-*.jsonl</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TextFileAttribute(string path) : DataAttribute(path)
{
    /// <summary>What one document is. Default: <see cref="SampleBy.Document"/>, the whole file.</summary>
    public SampleBy SampleBy { get; set; }
}
