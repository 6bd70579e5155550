using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Specs;

namespace Solar.Runtime.Training.Data;

/// <summary>The texts of a declared data set.</summary>
public static class DocumentReader
{
    /// <summary>Finds the files of a data set: one, or in the order of their names those that a path with <c>*</c>, <c>?</c> or <c>**</c> names.</summary>
    /// <param name="dataset">The data set as declared.</param>
    /// <param name="dataDirectory">The folder that its path is relative to.</param>
    /// <exception cref="TrainingDataException">There is no such file.</exception>
    public static IReadOnlyList<string> Locate(DatasetDescription dataset, string dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        string file = Path.GetFullPath(Path.Combine(dataDirectory, dataset.Path));
        if (DataFilePattern.IsPattern(dataset.Path))
        {
            return DataFilePattern.Find(dataDirectory, dataset.Path) is { Count: > 0 } files
                ? files
                : throw new TrainingDataException(
                    file, 0, $"no file has such a name; data set {dataset.Name} is declared as '{dataset.Path}', relative to DataDirectory '{dataDirectory}'.");
        }

        return File.Exists(file)
            ? [file]
            : throw new TrainingDataException(
                file, 0, $"there is no such file; data set {dataset.Name} is declared as '{dataset.Path}', relative to DataDirectory '{dataDirectory}'.");
    }

    /// <summary>Reads the texts of a data set in the order of its files, those that its filter takes.</summary>
    /// <param name="dataset">The data set as declared.</param>
    /// <param name="dataDirectory">The folder that its path is relative to.</param>
    /// <exception cref="TrainingDataException">
    /// A file that cannot be read, or a row where the data set does not drop bad ones; thrown when it is reached.
    /// </exception>
    public static IEnumerable<TrainingDocument> Read(DatasetDescription dataset, string dataDirectory) => Locate(dataset, dataDirectory)
        .SelectMany(file => Rows(dataset, file)
            .Select(row => row.Problem is { } problem && dataset.OnBadRow != "drop" ? throw problem : row)
            .Where(row => row.Text is not null)
            .Select(row => new TrainingDocument(row.Text!, file, row.Number)));

    /// <summary>Every row of a data set's file, bad ones and those that are not taken among them.</summary>
    /// <exception cref="TrainingDataException">The file itself cannot be read, or has no row at all; thrown when it is reached.</exception>
    internal static IEnumerable<DataRow> Rows(DatasetDescription dataset, string file) => Filled(Texts(dataset, file), file);

    /// <summary>Every record of a data set's file, read for more than one text.</summary>
    /// <exception cref="TrainingDataException">The file itself cannot be read, or has no row at all; thrown when it is reached.</exception>
    internal static IEnumerable<DataRow> Records(DatasetDescription dataset, string file, RecordContent content) => Filled(Open(dataset, file, content), file);

    private static IEnumerable<DataRow> Filled(IEnumerable<DataRow> rows, string file)
    {
        bool isEmpty = true;
        foreach (DataRow row in rows)
        {
            isEmpty = false;
            yield return row;
        }

        if (isEmpty)
        {
            throw new TrainingDataException(file, 0, "is empty; there is nothing to train on.");
        }
    }

    /// <summary>What numbers of rows count: <c>line</c>, <c>record</c> or <c>row</c>.</summary>
    internal static string Unit(DatasetDescription dataset) => Storage(dataset) switch
    {
        DataFile.JsonArray => "record",
        DataFile.Parquet => "row",
        _ => "line",
    };

    /// <summary>How its file is read, as one word.</summary>
    internal static string Form(DatasetDescription dataset) =>
        $"{Storage(dataset)}{(DataFile.IsGzip(dataset.Compression, dataset.Path) ? ".gz" : "")}";

    private static IEnumerable<DataRow> Texts(DatasetDescription dataset, string file)
    {
        bool isGzip = DataFile.IsGzip(dataset.Compression, dataset.Path);
        if (Storage(dataset) == DataFile.Text)
        {
            return TextRows.Read(file, isGzip, dataset.SampleBy);
        }

        if (dataset.Format is not (null or "text"))
        {
            throw new TrainingDataException(
                file, 0, $"data set {dataset.Name} is declared with format '{dataset.Format}'; continued pretraining reads plain text: use format 'text' and name its field.");
        }

        string field = dataset.Field ?? "text";
        return Storage(dataset) == DataFile.Parquet ? ParquetRows.Read(file, isGzip, field, Filter(dataset, file)) : Open(dataset, file, new TextContent(field));
    }

    private static RecordFilter Filter(DatasetDescription dataset, string file)
    {
        if (!RecordFilter.TryParse(dataset.Filter, out RecordFilter? filter, out string problem))
        {
            throw new TrainingDataException(file, 0, $"data set {dataset.Name} has a filter that cannot be read: {problem}.");
        }

        return filter!;
    }

    private static IEnumerable<DataRow> Open(DatasetDescription dataset, string file, RecordContent content)
    {
        bool isGzip = DataFile.IsGzip(dataset.Compression, dataset.Path);
        RecordReader reader = new(content, Filter(dataset, file));
        return Storage(dataset) switch
        {
            DataFile.JsonLines => JsonLinesReader.Read(file, isGzip, reader),
            DataFile.JsonArray => JsonArrayReader.Read(file, isGzip, reader),
            DataFile.Parquet => ParquetRecords.Read(file, isGzip, reader),
            DataFile.Text => throw new TrainingDataException(
                file, 0, $"data set {dataset.Name} is plain text, which has no fields; format '{dataset.Format}' reads records: JSON lines, a JSON array or Parquet."),
            _ => throw new TrainingDataException(
                file, 0, $"data set {dataset.Name} does not say what the file holds; write a storage: {string.Join(", ", DataFile.Storages)}."),
        };
    }

    private static string? Storage(DatasetDescription dataset) => DataFile.StorageOf(dataset.Kind, dataset.Storage, dataset.Path);
}
