using System;

namespace Solar;

/// <summary>Declares a data set: a file with one JSON object a line.</summary>
/// <param name="path">The file, relative to the program's data folder.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class JsonLinesAttribute(string path) : DataAttribute(path)
{
    /// <summary>The field that holds the text, for plain text. Default: <c>text</c>.</summary>
    public string Field { get; set; } = "text";

    /// <summary>How the fields of a record are read. Default: <see cref="RecordFormat.Text"/>.</summary>
    public RecordFormat Format { get; set; }

    /// <summary>Which records are taken, such as <c>lang == 'en' and score &gt;= 0.5</c>. Default: all.</summary>
    public string Filter { get; set; } = "";
}
