using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Lab.Evaluation.Data;

/// <summary>
/// Finds the files of a data set's split below a data directory: by names of its own, in a folder named as the task or as the data set is (with or without its owner),
/// and in a Hugging Face cache.
/// </summary>
/// <param name="directory">The data directory.</param>
/// <param name="task">The task's name.</param>
/// <param name="dataset">The data set.</param>
internal sealed class DatasetFiles(string directory, string task, TaskDataset dataset)
{
    private readonly string _name = dataset.Repository[(dataset.Repository.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The rows of a split.</summary>
    /// <exception cref="TaskDataException">There is none, or a file cannot be read.</exception>
    public IReadOnlyList<DataRecord> Read(string split) => TryRead(split) ?? throw Missing(split);

    /// <summary>The rows of a split; null where it has no file.</summary>
    /// <exception cref="TaskDataException">A file cannot be read.</exception>
    public IReadOnlyList<DataRecord>? TryRead(string split) => Find(split) is { Count: > 0 } files ? RecordFile.ReadAll(files, dataset.Columns) : null;

    /// <summary>The files of a split, in the order of their names; none where there is none.</summary>
    public IReadOnlyList<string> Find(string split)
    {
        if (dataset.OtherNames.TryGetValue(split, out IReadOnlyList<string>? names)
            && names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists) is { } known)
        {
            return [known];
        }

        return Stems(split)
            .SelectMany(stem => RecordFile.Endings.Select(ending => Files(stem, ending)))
            .FirstOrDefault(files => files.Count > 0) ?? [];
    }

    /// <summary>The exception that says where a split was looked for, and where to get it.</summary>
    public TaskDataException Missing(string split)
    {
        string folder = Path.Combine(directory, _name);
        IEnumerable<string> looked = [.. dataset.OtherNames.TryGetValue(split, out IReadOnlyList<string>? names) ? names : [], .. Shown(split)];
        string configuration = dataset.Configuration is { } name ? $" ({name})" : "";
        return new TaskDataException(
            $"Task {task} has no data: split '{split}' of {dataset.Repository}{configuration} was not found below '{directory}'. "
            + $"Looked for {string.Join(", ", looked)}. "
            + $"Get it with: hf download {dataset.Repository} --repo-type dataset --local-dir {folder}");
    }

    // Paths without an ending, the most particular first.
    private IEnumerable<string> Stems(string split)
    {
        foreach (string word in Synonyms(split))
        {
            yield return Path.Combine(directory, $"{task}_{word}");
            yield return Path.Combine(directory, $"{_name}_{word}");
            foreach (string folder in Folders())
            {
                if (dataset.Configuration is { } configuration)
                {
                    yield return Path.Combine(folder, configuration, word);
                    yield return Path.Combine(folder, $"{configuration}-{word}");
                    yield return Path.Combine(folder, $"{configuration}_{word}");
                }

                if (folder != directory)
                {
                    yield return Path.Combine(folder, "data", word);
                    yield return Path.Combine(folder, word);
                }
            }
        }
    }

    private IEnumerable<string> Folders()
    {
        string cache = Path.Combine(directory, $"datasets--{dataset.Repository.Replace("/", "--", StringComparison.Ordinal)}", "snapshots");
        IEnumerable<string> snapshots = Directory.Exists(cache) ? Directory.EnumerateDirectories(cache).Order(StringComparer.Ordinal) : [];
        return [Path.Combine(directory, task), Path.Combine(directory, _name), Path.Combine(directory, dataset.Repository), .. snapshots, directory];
    }

    // The synonyms under which a split's files are published beside the data set's own word.
    private static IEnumerable<string> Synonyms(string split) => split == "validation" ? [split, "valid", "val"] : [split];

    private static IReadOnlyList<string> Files(string stem, string ending)
    {
        string folder = Path.GetDirectoryName(stem)!, name = Path.GetFileName(stem);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        foreach (string packing in RecordFile.Packings)
        {
            string whole = stem + ending + packing;
            if (File.Exists(whole))
            {
                return [whole];
            }

            string[] parts =
            [
                .. Directory.EnumerateFiles(folder, $"{name}-*-of-*{ending}{packing}")
                    .Where(file => IsPart(Path.GetFileName(file)[name.Length..^(ending.Length + packing.Length)]))
                    .Order(StringComparer.Ordinal),
            ];
            if (parts.Length > 0)
            {
                return parts;
            }
        }

        return [];
    }

    // "-00000-of-00002"
    private static bool IsPart(string suffix) => suffix.Split('-') is ["", var part, "of", var count] && part.All(char.IsAsciiDigit) && count.All(char.IsAsciiDigit);

    private IEnumerable<string> Shown(string split)
    {
        string configuration = dataset.Configuration is { } name ? name + "/" : "";
        string endings = string.Join(", ", RecordFile.Endings);
        yield return $"{task}_{split}.*";
        yield return $"{task}/{configuration}{split}.*";
        yield return $"{_name}/{configuration}{split}-*-of-*.*";
        yield return $"{dataset.Repository}/{configuration}{split}.* ({endings}; .gz and .bz2 too)";
    }
}
