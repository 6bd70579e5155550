using System;

namespace Solar;

/// <summary>Declares a data set: a file of plain text.</summary>
/// <param name="path">The file, relative to the program's data folder.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TextFileAttribute(string path) : DataAttribute(path)
{
    /// <summary>What one document is. Default: <see cref="SampleBy.Document"/>, the whole file.</summary>
    public SampleBy SampleBy { get; set; }
}
