using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>The items of tasks as texts that training data must not have: question and choices or answer, without examples.</summary>
public static partial class TaskTexts
{
    /// <summary>Reads the items of tasks.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="dataDirectory">The folder that their data is looked for in.</param>
    /// <returns>Each task with its items, all parts of it together; and in words the tasks whose data is not there.</returns>
    /// <exception cref="TaskDataException">Data that is there and cannot be read.</exception>
    public static (IReadOnlyList<EvaluationTexts> Found, IReadOnlyList<string> Missing) Read(IEnumerable<EvaluationTask> tasks, string dataDirectory)
    {
        List<EvaluationTexts> found = [];
        List<string> missing = [];
        foreach (EvaluationTask task in tasks)
        {
            // In the order of the files, and without examples, of which there may be none.
            var setup = new TaskSetup { DataDirectory = dataDirectory, Profile = EvaluationProfile.Current, FewShots = new Dictionary<string, int> { [task.Name] = 0 } };
            try
            {
                found.Add(new EvaluationTexts(task.Name, [.. task.Prepare(setup).SelectMany(part => Items(task.Name, part))]));
            }
            catch (TaskDataException problem) when (problem.File is null)
            {
                missing.Add(problem.Message);
            }
        }

        return (found, missing);
    }

    private static IEnumerable<CheckedText> Items(string task, PreparedTask part) => part.Documents.Select(document =>
        new CheckedText(document.Text, part.Group is { } group ? $"{task} {group}" : task, document.Index + 1, "item") { Parts = [Question(document.Text)] });

    // The question alone, without what a prompt calls it: choices seldom follow it in a text.
    private static string Question(string text) => Label().Replace(text.Split('\n', 2)[0], "");

    [GeneratedRegex("^(?:Question|Q): ")]
    private static partial Regex Label();
}
