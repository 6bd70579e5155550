using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Parquet;
using Parquet.Serialization;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// Rows of a Parquet file as records, lists of messages among their columns; a row group at a time. Each row is read as the JSON object that it is, so that
/// formats and filters know one form.
/// </summary>
internal static class ParquetRecords
{
    private const string Unit = "row";

    public static IEnumerable<DataRow> Read(string file, bool isGzip, RecordReader reader)
    {
        // Its index stands at the end of the file, which a packed one has to be unpacked for.
        using Stream stream = isGzip ? new MemoryStream(DataFileStream.ReadAll(file, isGzip)) : DataFileStream.Open(file, isGzip);
        if (stream.Length == 0)
        {
            yield break;
        }

        int groups = ParquetRows.Wait(file, 0, () => GroupsAsync(stream));
        long number = 0;
        var json = new ArrayBufferWriter<byte>();
        for (int group = 0; group < groups; group++)
        {
            DeserializationResult<Dictionary<string, object>> rows = ParquetRows.Wait(file, number, () => ParquetSerializer.DeserializeUntypedAsync(stream, null, group));
            foreach (Dictionary<string, object> row in rows.Data)
            {
                json.ResetWrittenCount();
                using (Utf8JsonWriter writer = new(json))
                {
                    Write(writer, row);
                }

                yield return reader.Read(json.WrittenSpan, file, ++number, offset: 0, Unit, line: 0);
            }
        }
    }

    private static async Task<int> GroupsAsync(Stream stream)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true).ConfigureAwait(false);
        return reader.RowGroupCount;
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                writer.WriteNullValue();
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                writer.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case IDictionary<string, object> fields:
                writer.WriteStartObject();
                foreach ((string name, object field) in fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
