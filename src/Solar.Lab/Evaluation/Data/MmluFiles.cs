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

    private readonly Dictionary<string, ILookup<string, DataRecord>?> _all = [];

    /// <summary>The rows of a subject.</summary>
    /// <exception cref="TaskDataException">There are none, or a file cannot be read.</exception>
    public IReadOnlyList<DataRecord> Read(string subject, string split) => TryRead(subject, split) ?? throw Own(subject, split).Missing(split);

    /// <summary>The rows of a subject; null where there are none.</summary>
    /// <exception cref="TaskDataException">A file cannot be read.</exception>
    public IReadOnlyList<DataRecord>? TryRead(string subject, string split) => Own(subject, split).TryRead(split) ?? OfAll(subject, split);

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

    private IReadOnlyList<DataRecord>? OfAll(string subject, string split)
    {
        if (!_all.TryGetValue(split, out ILookup<string, DataRecord>? rows))
        {
            rows = new DatasetFiles(directory, task, dataset).TryRead(split)?.ToLookup(record => record.Text("subject"));
            _all[split] = rows;
        }

        return rows?[subject].ToArray() is { Length: > 0 } found ? found : null;
    }
}
