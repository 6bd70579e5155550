using System;
using System.Collections.Generic;
using System.IO;

namespace Solar.Runtime.Training.Data;

/// <summary>The texts of a declared data set.</summary>
public static class DocumentReader
{
    /// <summary>Finds the file of a data set.</summary>
    /// <param name="dataset">The data set as declared.</param>
    /// <param name="dataDirectory">The folder that its path is relative to.</param>
    /// <exception cref="TrainingDataException">There is no such file.</exception>
    public static string Locate(DatasetDescription dataset, string dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        string file = Path.GetFullPath(Path.Combine(dataDirectory, dataset.Path));
        return File.Exists(file)
            ? file
            : throw new TrainingDataException(
                file, 0, $"there is no such file; data set {dataset.Name} is declared as '{dataset.Path}', relative to DataDirectory '{dataDirectory}'.");
    }

    /// <summary>Reads the texts of a data set in the order of its file.</summary>
    /// <param name="dataset">The data set as declared.</param>
    /// <param name="dataDirectory">The folder that its path is relative to.</param>
    /// <exception cref="TrainingDataException">A file, a line or a record that cannot be read; thrown when it is reached.</exception>
    public static IEnumerable<TrainingDocument> Read(DatasetDescription dataset, string dataDirectory)
    {
        string file = Locate(dataset, dataDirectory);
        return dataset.Kind switch
        {
            "text_file" => TextFileReader.Read(file),
            "json_lines" when dataset.Format is null or "text" => JsonLinesReader.Read(file, dataset.Field ?? "text"),
            "json_lines" => throw new TrainingDataException(
                file, 0, $"data set {dataset.Name} is declared with format '{dataset.Format}'; continued pretraining reads plain text: use format 'text' and name its field."),
            _ => throw new TrainingDataException(file, 0, $"data set {dataset.Name} is of the unknown kind '{dataset.Kind}'; known are text_file and json_lines."),
        };
    }
}
