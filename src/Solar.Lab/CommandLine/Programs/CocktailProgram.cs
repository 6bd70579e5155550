using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Compilation;
using Solar.Runtime.Checkpoints.Merging;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>A merge by weights that were found: a linear merge as the language has it, so that plan, manifest and engine are those of any other.</summary>
internal static class CocktailProgram
{
    /// <summary>Name of the merge.</summary>
    private const string Result = "Cocktail";

    /// <summary>Names of models by their folders; those of one name are numbered.</summary>
    public static string[] Names(IReadOnlyList<string> folders)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { Result };
        return
        [
            .. folders.Select(folder =>
            {
                string name = string.Concat(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)).Where(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
                name = name.Length == 0 || !char.IsAsciiLetter(name[0]) ? "Model" + name : name;
                string unique = name;
                for (int i = 2; !taken.Add(unique); i++)
                {
                    unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
                }

                return unique;
            }),
        ];
    }

    /// <summary>The merge.</summary>
    /// <param name="folders">The models' folders by their names.</param>
    /// <param name="weights">The weight of each, in order.</param>
    /// <param name="how">How the weights were found, for the manifest.</param>
    /// <param name="options">The type that is written; null for the first model's.</param>
    /// <param name="console">Receives warnings.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The merge, and the full names of its models with their folders.</returns>
    public static (CheckpointMerge Merge, Dictionary<string, string> Folders) Merge(
        IReadOnlyList<KeyValuePair<string, string>> folders, IReadOnlyList<double> weights, string how, Runtime.Checkpoints.TensorDtype? options, LabConsole console, CancellationToken cancellationToken)
    {
        string inputs = string.Join(", ", folders.Select((folder, i) => string.Create(CultureInfo.InvariantCulture, $"{{ model: {folder.Key}, weight: {weights[i]:R} }}")));
        var source = new ProgramSource();
        foreach ((string name, string folder) in folders)
        {
            source.AddCheckpoint(name, folder);
        }

        // That models have a common ancestor is what the method is about, and nobody can declare it here.
        source.AddYaml("cocktail", $"namespace: {ProgramSource.Namespace}\nmerges: {{ {Result}: {{ linear: [{inputs}] }} }}\n");
        var bases = folders.ToDictionary(StringComparer.Ordinal);
        LabProgram program = TextProgram.Join(
            "the cocktail", source, bases, finding => DeclarationException.Place(finding, TextProgram.Locations(source)), console, cancellationToken, warns: false);
        CheckpointMerge merge = MergeCheckpoint.Of(program, program.Named(Result), options) with { RecipeText = how };
        return (merge, bases.ToDictionary(pair => $"{ProgramSource.Namespace}.{pair.Key}", pair => pair.Value));
    }
}
