using System;

namespace Solar;

/// <summary>Declares a data set: a file with one JSON object a line.</summary>
/// <param name="path">The file, relative to the program's data folder; or several by a pattern, such as <c>part-*.jsonl</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class JsonLinesAttribute(string path) : RecordAttribute(path);
