using System;

namespace Solar;

/// <summary>Declares a data set: a file whose form its name says, such as <c>web.parquet</c> or <c>web.jsonl.gz</c>.</summary>
/// <param name="path">The file, relative to the program's data folder; or several by a pattern, such as <c>part-*.jsonl</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DatasetAttribute(string path) : RecordAttribute(path)
{
    /// <summary>The form of the file. Default: <see cref="DataStorage.Auto"/>, by its name.</summary>
    public DataStorage Storage { get; set; }

    /// <summary>Plain text: what one document is. Default: <see cref="SampleBy.Document"/>, the whole file.</summary>
    public SampleBy SampleBy { get; set; }
}
