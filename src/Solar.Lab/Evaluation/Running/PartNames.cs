using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.Evaluation.Running;

/// <summary>
/// Names of the parts of all tasks of a run. Each names a file of what was said about its documents, and may come out of somebody's data: it stays in its folder, and no
/// other part has it.
/// </summary>
internal sealed class PartNames
{
    private const int MaxBytes = 200;

    // What some system or other does not have in a file's name.
    private const string Refused = "/\\:*?\"<>|";

    private static readonly SearchValues<char> RefusedCharacters = SearchValues.Create(Refused);

    private readonly Dictionary<string, string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the names of a task's parts.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="parts">Its parts.</param>
    /// <exception cref="TaskDataException">A part's name is no file's name, or another part has it.</exception>
    public void Take(string task, IEnumerable<PreparedTask> parts)
    {
        foreach (string name in parts.Select(part => part.Name))
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny(RefusedCharacters) || name.Any(char.IsControl) || name[^1] is '.' or ' ' || name[0] == '.' || Encoding.UTF8.GetByteCount(name) > MaxBytes)
            {
                throw new TaskDataException(FormattableString.Invariant(
                    $"Task {task} has a part called '{Printed(name)}', which names no file: at most {MaxBytes} bytes, none of {string.Join<char>(' ', Refused)}, no dot or space at an end. Its class can call it otherwise (of a subject by SubjectOf or NameOf)."));
            }

            if (!_taken.TryAdd(name, task))
            {
                throw new TaskDataException($"Task {task} has a part called '{name}', and so has {(_taken[name] == task ? "it already" : $"task {_taken[name]}")}, large and small letters alike; measure them in two runs, or call one otherwise.");
            }
        }
    }

    private static string Printed(string name) => string.Concat(name.Take(MaxBytes).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
