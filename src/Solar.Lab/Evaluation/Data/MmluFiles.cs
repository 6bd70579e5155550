using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Data;

/// <summary>
/// Finds MMLU's subjects: the authors' CSV files, a folder for each subject, or all subjects in one file (configuration <c>all</c>) with a column that names them.
/// </summary>
/// <param name="directory">The data directory.</param>
/// <param name="task">The task's name.</param>
/// <param name="dataset">The data set, all subjects in one.</param>
internal sealed class MmluFiles(string directory, string task, TaskDataset dataset)
{
    private static readonly string[] Columns = ["question", "A", "B", "C", "D", "answer"];

    // By their paths: rows of files that say of each row which subject it is of.
    private readonly Dictionary<string, ILookup<string, DataRecord>> _bySubject = [];

    /// <summary>The rows of a subject.</summary>
    /// <exception cref="TaskDataException">There are none, or a file cannot be read.</exception>
    public IReadOnlyList<DataRecord> Read(string subject, string split) => TryRead(subject, split) ?? throw Own(subject, split).Missing(split);

    /// <summary>The rows of a subject; null where there are none.</summary>
    /// <exception cref="TaskDataException">A file cannot be read.</exception>
    public IReadOnlyList<DataRecord>? TryRead(string subject, string split)
    {
        IReadOnlyList<string> own = Own(subject, split).Find(split), files = own.Count > 0 ? own : new DatasetFiles(directory, task, dataset).Find(split);
        string paths = string.Join('\n', files);
        if (files.Count == 0)
        {
            return null;
        }

        // A file of all subjects is found under the name of each.
        if (!_bySubject.TryGetValue(paths, out ILookup<string, DataRecord>? rows))
        {
            IReadOnlyList<DataRecord> read = RecordFile.ReadAll(files, own.Count > 0 ? Columns : dataset.Columns);
            if (own.Count > 0 && (!read[0].Has("subject") || read.All(record => record.Text("subject") == read[0].Text("subject"))))
            {
                return read;
            }

            rows = _bySubject[paths] = read.ToLookup(record => record.Text("subject"));
        }

        return rows[subject].ToArray() is { Length: > 0 } found ? found : null;
    }

    private DatasetFiles Own(string subject, string split)
    {
        string csv = $"{split}/{subject}_{split}.csv";
        return new DatasetFiles(directory, task, dataset with
        {
            Configuration = subject,
            Columns = Columns,
            OtherNames = new Dictionary<string, IReadOnlyList<string>> { [split] = [$"{task}/{csv}", $"data/{csv}", csv] },
        });
    }
}
