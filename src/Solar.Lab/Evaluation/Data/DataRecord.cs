using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Training.Data;

namespace Solar.Lab.Evaluation.Data;

/// <summary>One row of a task's data, whatever kind of file it is from. A dot in a field's name leads into an object, as in <c>choices.text</c>.</summary>
public sealed class DataRecord
{
    private readonly JsonElement _fields;
    private readonly string _unit;

    internal DataRecord(JsonElement fields, string file, long number, string unit, int index) =>
        (_fields, File, Number, _unit, Index) = (fields, file, number, unit, index);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Its line, record or row in the file, 1 for the first.</summary>
    public long Number { get; }

    /// <summary>0-based place among the rows of its split, all files of it counted.</summary>
    public int Index { get; }

    /// <summary>Whether it has a field, which may be null.</summary>
    public bool Has(string field) => JsonFields.Find(_fields, field) is not null;

    /// <summary>A text.</summary>
    /// <exception cref="TaskDataException">There is no such field, or it is no text.</exception>
    public string Text(string field) => Text(Find(field), field);

    /// <summary>A whole number; one that is written as a text will do.</summary>
    /// <exception cref="TaskDataException">There is no such field, or it is no whole number.</exception>
    public int Integer(string field) => Integer(Find(field), field);

    /// <summary>A list of texts.</summary>
    /// <exception cref="TaskDataException">There is no such field, or it is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string field) => [.. List(field).Select((item, i) => Text(item, Item(field, i)))];

    /// <summary>A list of whole numbers.</summary>
    /// <exception cref="TaskDataException">There is no such field, or it is no list of whole numbers.</exception>
    public IReadOnlyList<int> Integers(string field) => [.. List(field).Select((item, i) => Integer(item, Item(field, i)))];

    /// <summary>A text of one letter; null for any other value.</summary>
    internal string? Letter(string field) =>
        Find(field) is { ValueKind: JsonValueKind.String } value && Text(value, field) is [var letter] text && char.IsAsciiLetter(letter) ? text : null;

    /// <summary>An object's names and its whole numbers, in the order of the file.</summary>
    /// <exception cref="TaskDataException">There is no such field, or it is no object of whole numbers.</exception>
    public IReadOnlyList<(string Name, int Value)> Numbered(string field)
    {
        JsonElement value = Find(field);
        return value.ValueKind == JsonValueKind.Object
            ? [.. value.EnumerateObject().Select(property => (property.Name, Integer(property.Value, $"{field}.{property.Name}")))]
            : throw Problem($"field '{field}' is a JSON {JsonFields.Kind(value)}, not an object.");
    }

    /// <summary>The exception of this row.</summary>
    /// <param name="problem">What was found, and what it has to be.</param>
    public TaskDataException Problem(string problem) => new(File, Number, _unit, problem);

    /// <summary>Whether another row has the same fields with the same values.</summary>
    internal bool HasSameFields(DataRecord other) => JsonElement.DeepEquals(_fields, other._fields);

    private JsonElement Find(string field) =>
        JsonFields.Find(_fields, field) ?? throw Problem($"has no field '{field}'; its fields are {JsonFields.Names(_fields)}.");

    private IEnumerable<JsonElement> List(string field)
    {
        JsonElement value = Find(field);
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw Problem($"field '{field}' is a JSON {JsonFields.Kind(value)}, not a list; take the data set as Parquet or JSON lines, which keep lists.");
    }

    private string Text(JsonElement value, string field)
    {
        try
        {
            return JsonFields.Text(value, field);
        }
        catch (RecordProblem problem)
        {
            throw Problem(problem.Message);
        }
    }

    private int Integer(JsonElement value, string field) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt32(out int number) => number,
        JsonValueKind.String when int.TryParse(Text(value, field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        JsonValueKind.Number or JsonValueKind.String => throw Problem($"field '{field}' is {value.GetRawText()}, not a whole number."),
        _ => throw Problem($"field '{field}' is a JSON {JsonFields.Kind(value)}, not a whole number."),
    };

    private static string Item(string field, int index) => string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");
}
