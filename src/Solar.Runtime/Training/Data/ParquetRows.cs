using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;
using Solar.Specs;

namespace Solar.Runtime.Training.Data;

/// <summary>A Parquet file, of which one column is the text; a row group at a time, and only the columns that are asked for.</summary>
internal static class ParquetRows
{
    private const string Unit = "row";

    public static IEnumerable<DataRow> Read(string file, bool isGzip, string field, RecordFilter filter)
    {
        // Its index stands at the end of the file, which a packed one has to be unpacked for.
        using Stream stream = isGzip ? new MemoryStream(DataFileStream.ReadAll(file, isGzip)) : DataFileStream.Open(file, isGzip);
        if (stream.Length == 0)
        {
            yield break;
        }

        ParquetReader reader = Wait(file, 0, () => ParquetReader.CreateAsync(stream, leaveStreamOpen: true));
        try
        {
            DataField[] fields = [.. reader.Schema.GetDataFields()];
            DataField text = Find(fields, field, file);
            DataField?[] compared = [.. filter.Conditions.Select(condition => fields.FirstOrDefault(known => Name(known) == condition.Field))];
            long number = 0;
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                (byte[]?[] texts, FieldValue[]?[] values) = Wait(file, number, () => ReadAsync(reader, group, text, compared, file));
                for (int i = 0; i < texts.Length; i++)
                {
                    number++;
                    yield return Takes(filter, values, i) ? Decode(texts[i], file, field, number) : DataRow.Filtered(number);
                }
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static bool Takes(RecordFilter filter, FieldValue[]?[] values, int row) => !filter.Conditions
        .Where((condition, i) => !FieldComparison.Holds(condition, values[i] is { } column ? column[row] : FieldValue.Null))
        .Any();

    private static DataRow Decode(byte[]? bytes, string file, string field, long number)
    {
        if (bytes is null)
        {
            return DataRow.Bad(new TrainingDataException(file, number, $"field '{field}' is null, not a text.", unit: Unit));
        }

        try
        {
            return new DataRow(number, StrictUtf8.Decode(bytes, file, number, offset: 0), null);
        }
        catch (TrainingDataException problem)
        {
            return DataRow.Bad(new TrainingDataException(
                file, number, $"field '{field}' is not UTF-8; write the file anew from UTF-8.", problem, Unit));
        }
    }

    private static DataField Find(DataField[] fields, string field, string file)
    {
        DataField? found = fields.FirstOrDefault(known => Name(known) == field);
        if (found is null)
        {
            string known = string.Join(", ", fields.Select(known => $"'{Name(known)}'"));
            throw new TrainingDataException(file, 0, $"has no column '{field}'; its columns are {known}. Name the text's column as the data set's field.");
        }

        return IsText(found)
            ? found
            : throw new TrainingDataException(file, 0, $"column '{field}' holds {TypeName(found)}, and the text has to be one text a row.");
    }

    private static async Task<(byte[]?[] Texts, FieldValue[]?[] Values)> ReadAsync(
        ParquetReader reader, int group, DataField text, DataField?[] compared, string file)
    {
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
        int count = checked((int)rows.RowCount);
        byte[]?[] texts = await BytesAsync(rows, text, count).ConfigureAwait(false);
        var values = new FieldValue[]?[compared.Length];
        for (int i = 0; i < compared.Length; i++)
        {
            values[i] = compared[i] is { } field ? await ValuesAsync(rows, field, count, file).ConfigureAwait(false) : null;
        }

        return (texts, values);
    }

    // As bytes, so that ill-formed ones are seen: as text they would be replaced.
    private static async Task<byte[]?[]> BytesAsync(ParquetRowGroupReader rows, DataField field, int count)
    {
        Field raw = new DataField(field.Name, typeof(byte[]), field.IsNullable);
        foreach (string parent in field.Path.ToList().SkipLast(1).Reverse())
        {
            raw = new StructField(parent, raw);
        }

        ReadOnlyMemory<byte>?[] column = await ColumnAsync<ReadOnlyMemory<byte>>(rows, new ParquetSchema(raw).GetDataFields()[0], count).ConfigureAwait(false);
        return Array.ConvertAll(column, bytes => bytes?.ToArray());
    }

    // Raw values stand without gaps, and a level of each row says whether it has one: the library's own readers know no value that is always there
    // within a group that may not be.
    private static async Task<T?[]> ColumnAsync<T>(ParquetRowGroupReader rows, DataField field, int count)
        where T : struct
    {
        T[] values = new T[count];
        int[]? levels = field.MaxDefinitionLevel > 0 ? new int[count] : null;
        await rows.ReadRawAsync<T>(field, values.AsMemory(), levels is null ? (Memory<int>?)null : levels.AsMemory(), null).ConfigureAwait(false);
        T?[] column = new T?[count];
        int next = 0;
        for (int row = 0; row < count; row++)
        {
            column[row] = levels is null || levels[row] == field.MaxDefinitionLevel ? values[next++] : null;
        }

        return column;
    }

    private static async Task<FieldValue[]> ValuesAsync(ParquetRowGroupReader rows, DataField field, int count, string file)
    {
        async Task<FieldValue[]> Numbers<T>(Func<T, FieldValue> convert) where T : struct
        {
            T?[] column = await ColumnAsync<T>(rows, field, count).ConfigureAwait(false);
            return Array.ConvertAll(column, value => value is { } known ? convert(known) : FieldValue.Null);
        }

        if (field.MaxRepetitionLevel > 0)
        {
            throw Incomparable(field, file);
        }

        if (IsText(field))
        {
            byte[]?[] column = await BytesAsync(rows, field, count).ConfigureAwait(false);
            return Array.ConvertAll(column, bytes => FieldValue.Of(bytes is null ? null : Encoding.UTF8.GetString(bytes)));
        }

        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => await Numbers<bool>(FieldValue.Of).ConfigureAwait(false),
            TypeCode.SByte => await Numbers<sbyte>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.Byte => await Numbers<byte>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.Int16 => await Numbers<short>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.UInt16 => await Numbers<ushort>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.Int32 => await Numbers<int>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.UInt32 => await Numbers<uint>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.Int64 => await Numbers<long>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.UInt64 => await Numbers<ulong>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.Single => await Numbers<float>(value => FieldValue.Of(value)).ConfigureAwait(false),
            TypeCode.Double => await Numbers<double>(value => FieldValue.Of(value)).ConfigureAwait(false),
            _ => throw Incomparable(field, file),
        };
    }

    private static TrainingDataException Incomparable(DataField field, string file) =>
        new(file, 0, $"column '{Name(field)}' holds {TypeName(field)}, which no filter compares; filters compare texts, numbers and truth values.");

    private static bool IsText(DataField field) =>
        field.MaxRepetitionLevel == 0 && (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>));

    private static string Name(DataField field) => string.Join('.', field.Path.ToList());

    private static string TypeName(DataField field) => field.MaxRepetitionLevel > 0 ? "lists" : IsText(field) ? "text" : $"values of type {field.ClrType.Name}";

    // The library throws whatever untrusted bytes lead it to: its own exceptions, those of Thrift and of the codecs, or an index out of range.
    internal static T Wait<T>(string file, long before, Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is not (TrainingDataException or OperationCanceledException))
        {
            string place = before == 0 ? "" : FormattableString.Invariant($" after row {before}");
            throw new TrainingDataException(file, 0, $"is no Parquet file, or is damaged{place}: {failure.Message} Copy or write it again.", failure);
        }
    }
}
