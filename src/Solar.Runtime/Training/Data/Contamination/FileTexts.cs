using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Specs;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>The texts of files that nobody has declared: of a record every text in it, in the order of its fields; of plain text each paragraph.</summary>
internal static class FileTexts
{
    // Between the texts of a record: it stands in no text, and parts words.
    private const char Separator = '\u001F';

    /// <summary>Reads a file, or several by a pattern.</summary>
    /// <param name="path">The path, from the current folder.</param>
    /// <exception cref="TrainingDataException">A file that is not there, or cannot be read, or whose name does not say what it holds; thrown when it is reached.</exception>
    public static IEnumerable<CheckedText> Read(string path)
    {
        var dataset = new DatasetDescription { Name = path, Kind = "dataset", Path = path, SampleBy = "paragraph" };
        bool isText = DataFile.StorageOf(dataset.Kind, dataset.Storage, path) == DataFile.Text;
        return
            from file in DocumentReader.Locate(dataset, Environment.CurrentDirectory)
            from row in isText ? DocumentReader.Rows(dataset, file) : DocumentReader.Records(dataset, file, new AllTexts())
            let read = row.Problem is { } problem ? throw problem : row
            where read.Text is not null
            select new CheckedText(read.Text!, file, read.Number, DocumentReader.Unit(dataset)) { Parts = isText ? null : read.Text!.Split(Separator) };
    }

    /// <summary>Every text of a record.</summary>
    private sealed class AllTexts : RecordContent
    {
        public override DataRow Read(JsonElement record, long number) => new(number, string.Join(Separator, Of(record)), null);

        private static IEnumerable<string> Of(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => [JsonFields.Text(value, "text")],
            JsonValueKind.Array => value.EnumerateArray().SelectMany(Of),
            JsonValueKind.Object => value.EnumerateObject().SelectMany(field => Of(field.Value)),
            _ => [],
        };
    }
}
