using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>The tasks that <c>eval</c> knows by name: those of Solar, and the classes of the program that derive from <see cref="EvaluationTask"/>.</summary>
internal static class EvaluationTasks
{
    private const string Six = "h6";
    private const string Text = "perplexity:";

    /// <summary>All of them; a program's own goes before one of Solar's of the same name.</summary>
    public static IEnumerable<EvaluationTask> Known(LabHost host) => Own(host.Program).Concat(StandardTasks.All).DistinctBy(task => task.Name);

    /// <summary>The tasks of a word.</summary>
    /// <exception cref="CommandException">There is no such task.</exception>
    public static IReadOnlyList<EvaluationTask> Of(string word, IReadOnlyList<EvaluationTask> known, EvaluationProfile profile)
    {
        if (word.Equals(Six, StringComparison.OrdinalIgnoreCase))
        {
            return H6.Tasks(profile);
        }

        if (word.StartsWith(Text, StringComparison.Ordinal))
        {
            return [new Perplexity(word[Text.Length..])];
        }

        if (known.FirstOrDefault(task => task.Name == word) is { } task)
        {
            return [task];
        }

        string[] names = [Six, .. known.Select(one => one.Name)];
        string hint = word.Length <= 64 && Spelling.Nearest(word, names) is { } nearest ? $"; did you mean '{nearest}'?" : $"; there are {string.Join(", ", names)}, and {Text}FILE";
        throw CommandException.Usage($"There is no task '{Shown.Untrusted(word)}'{hint}");
    }

    private static IEnumerable<EvaluationTask> Own(Assembly? program) => program is null
        ? []
        : program.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(EvaluationTask)) && type.GetConstructor(Type.EmptyTypes) is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (EvaluationTask)Activator.CreateInstance(type)!);
}
