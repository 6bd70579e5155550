using System;
using System.Linq;
using System.Text.Json;
using Solar.Specs;

namespace Solar.Runtime.Training.Data;

/// <summary>Reads JSON records, those that the filter takes.</summary>
/// <param name="content">What of a record is learnt from.</param>
/// <param name="filter">Which records are taken.</param>
internal sealed class RecordReader(RecordContent content, RecordFilter filter)
{
    /// <summary>Reads one record.</summary>
    /// <param name="bytes">The record, as UTF-8.</param>
    /// <param name="file">The file it is from.</param>
    /// <param name="number">Its number.</param>
    /// <param name="offset">Where it begins in the file.</param>
    /// <param name="unit">What the number counts.</param>
    /// <param name="line">The line at which it begins.</param>
    public DataRow Read(ReadOnlySpan<byte> bytes, string file, long number, long offset, string unit, long line)
    {
        try
        {
            // Decoded for its checks: the JSON reader lets ill-formed bytes inside strings through until they are asked for.
            string json = StrictUtf8.Decode(bytes, file, line, offset);
            using JsonDocument document = Parse(json);
            JsonElement record = document.RootElement;
            if (record.ValueKind != JsonValueKind.Object)
            {
                throw new RecordProblem($"holds a JSON {JsonFields.Kind(record)}, not an object; each record is one object.");
            }

            return Takes(record) ? content.Read(record, number) : DataRow.Filtered(number);
        }
        catch (RecordProblem problem)
        {
            string where = unit == "line" || line == 0 ? "" : FormattableString.Invariant($" (at line {line})");
            return DataRow.Bad(new TrainingDataException(file, number, problem.Message + where, problem.InnerException, unit));
        }
        catch (TrainingDataException problem)
        {
            return new DataRow(number, null, problem);
        }
    }

    private bool Takes(JsonElement record) => filter.Conditions.All(condition =>
        FieldComparison.Holds(condition, JsonFields.Find(record, condition.Field) is { } value ? FieldValue.Of(value) : FieldValue.Null));

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException failure)
        {
            throw new RecordProblem(FormattableString.Invariant($"is not JSON at character {failure.BytePositionInLine + 1}: {Reason(failure)}"), failure);
        }
    }

    private static string Reason(JsonException failure)
    {
        int position = failure.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? failure.Message : failure.Message[..position];
    }
}
