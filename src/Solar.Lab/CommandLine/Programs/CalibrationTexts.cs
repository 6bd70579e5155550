using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>The texts that words of a command line mean: declared data sets and files, by the readers of training data.</summary>
internal static class CalibrationTexts
{
    /// <summary>The texts, in the order of the words; files are looked for at once, and read when they are reached.</summary>
    /// <param name="words">Files, patterns, or names of declared data sets.</param>
    /// <param name="field">The field of a record of a file that is its text.</param>
    /// <param name="program">The declarations; null where there are none.</param>
    /// <param name="dataDirectory">The folder that paths of declared data sets are relative to.</param>
    /// <exception cref="TrainingDataException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="CommandException">A data set holds conversations.</exception>
    public static IEnumerable<string> Read(IEnumerable<string> words, string field, LabProgram? program, string dataDirectory)
    {
        (DatasetDescription Dataset, string Folder)[] sets = [.. words.Select(word => Named(word, program) is { } declared
            ? (declared, dataDirectory)
            : (OfFile(word, field), Environment.CurrentDirectory))];
        foreach ((DatasetDescription dataset, string folder) in sets)
        {
            DocumentReader.Locate(dataset, folder);
        }

        return sets.SelectMany(set => DocumentReader.Read(set.Dataset, set.Folder).Select(document => document.Text));
    }

    private static DatasetDescription? Named(string word, LabProgram? program)
    {
        ProgramEntry? entry = program?.All.FirstOrDefault(entry => entry.Dataset is not null && (entry.FullName == word || entry.Name == word));
        if (entry is null)
        {
            return null;
        }

        DatasetDescription dataset = DataDescriptions.Of(entry.Dataset!);
        return dataset.Format is null or "text"
            ? dataset
            : throw new CommandException($"{entry.Name} holds records of format '{dataset.Format}': maps are ranked by plain text.");
    }

    private static DatasetDescription OfFile(string path, string field)
    {
        string? storage = DataFile.StorageOf("dataset", null, path);
        return storage is null
            ? throw new CommandException($"{path}: its name does not say what it holds; {string.Join(", ", DataFile.Storages)} are read: .txt, .jsonl, .json, .parquet, also with .gz.")
            : new DatasetDescription { Name = path, Kind = "dataset", Path = path, Field = storage == DataFile.Text ? null : field };
    }
}
