using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Solar.Compiler.Joining;
using Solar.Lab.Compilation;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>The declarations that commands can name, resolved; from a program's catalogs, from YAML or from one recipe.</summary>
internal sealed class LabProgram
{
    private readonly Dictionary<string, ProgramEntry> _entries;
    private CompiledProgram? _compiled;

    /// <summary>A program.</summary>
    /// <param name="title">What messages call it, such as <c>SolarPaper</c> or <c>models.solar.yaml</c>.</param>
    /// <param name="joined">Its declarations and those that it refers to.</param>
    /// <param name="isOwn">Whether a declaration, by its full name, is the program's own rather than a referenced assembly's.</param>
    public LabProgram(string title, JoinedProgram joined, Func<string, bool> isOwn)
    {
        Title = title;
        _entries = Entries(joined, isOwn).ToDictionary(entry => entry.FullName, StringComparer.Ordinal);
    }

    /// <summary>What messages call it.</summary>
    public string Title { get; }

    /// <summary>The assembly whose types the declarations are; null where they have not been compiled.</summary>
    public Assembly? Assembly { get; init; }

    /// <summary>What its types can be compiled from; null where they have been.</summary>
    public ProgramSource? Source { get; init; }

    /// <summary>Whether it is a file of mergekit's, which declares one thing.</summary>
    public bool IsMergekit { get; init; }

    /// <summary>The type that a file of mergekit's asks of layers that are copied: they are converted on their way. Null where it asks none.</summary>
    public Dtype? CopiedAs { get; init; }

    /// <summary>Folders of checkpoints that the command line gave, by full name of their model.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; init; } = new Dictionary<string, string>();

    /// <summary>Everything declared, in the order of kind and declaration.</summary>
    public IReadOnlyCollection<ProgramEntry> All => _entries.Values;

    /// <summary>The declaration of a full name, or null.</summary>
    public ProgramEntry? Find(string fullName) => _entries.GetValueOrDefault(fullName);

    /// <summary>The declaration of a name as somebody types it: full, or simple where that is enough.</summary>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    public ProgramEntry Named(string name)
    {
        if (Find(name) is { } exact)
        {
            return exact;
        }

        ProgramEntry[] matches = [.. All.Where(entry => entry.Name == name || entry.FullName.EndsWith("." + name, StringComparison.Ordinal))];
        ProgramEntry[] own = matches.Length > 1 ? [.. matches.Where(entry => entry.IsOwn)] : matches;
        return own.Length switch
        {
            1 => own[0],
            > 1 => throw new CommandException($"'{name}' may be {string.Join(" or ", own.Select(entry => entry.FullName))}: write the full name."),
            _ => throw new CommandException($"{Title} declares no '{Shorten(name)}'{Hint(name)}."),
        };
    }

    /// <summary>The emitted type of a declaration: the program's own, or compiled now, once.</summary>
    /// <param name="fullName">Full name of a model, stage or merge.</param>
    /// <exception cref="CommandException">No loaded assembly has it.</exception>
    public Type TypeOf(string fullName)
    {
        if (Assembly is not null)
        {
            return DeclaredType.Find(Assembly, Find(fullName)!.Declaration.Name, fullName);
        }

        _compiled ??= new InProcessCompiler(InProcessCompiler.DefaultCacheDirectory).Compile(
            Source ?? throw new InvalidOperationException($"{Title} has neither types nor a source."));
        return _compiled.Type(fullName);
    }

    private string Hint(string name)
    {
        string[] known = [.. All.Where(entry => entry.IsOwn).Select(entry => entry.Name)];
        return known switch
        {
            [] => "; it declares nothing",
            _ when name.Length <= 64 && Spelling.Nearest(name, known) is { } nearest => $"; did you mean '{nearest}'?",
            { Length: <= 12 } => $"; it has {string.Join(", ", known)}",
            _ => "; 'list' shows what it has",
        };
    }

    private static string Shorten(string name) => name.Length <= 100 ? name : name[..100] + "…";

    private static IEnumerable<ProgramEntry> Entries(JoinedProgram joined, Func<string, bool> isOwn)
    {
        foreach (ModelPlan model in joined.Models)
        {
            yield return new ProgramEntry("model", model.Declaration, isOwn(model.Declaration.Name.FullName)) { Model = model };
        }

        foreach (StagePlan stage in joined.Stages)
        {
            yield return new ProgramEntry("stage", stage.Declaration, isOwn(stage.Declaration.Name.FullName)) { Model = joined.FindModel(stage.Model), Stage = stage };
        }

        foreach (MergePlan merge in joined.Merges)
        {
            yield return new ProgramEntry("merge", merge.Declaration, isOwn(merge.Declaration.Name.FullName)) { Model = joined.FindModel(merge.Model), Merge = merge };
        }

        foreach (DatasetPlan data in joined.Datasets)
        {
            yield return new ProgramEntry("data", data.Declaration, isOwn(data.Declaration.Name.FullName)) { Dataset = data };
        }
    }
}

/// <summary>One declaration of a program.</summary>
/// <param name="Kind"><c>model</c>, <c>stage</c>, <c>merge</c> or <c>data</c>.</param>
/// <param name="Declaration">What was declared.</param>
/// <param name="IsOwn">Whether it is the program's own.</param>
internal sealed record ProgramEntry(string Kind, Declaration Declaration, bool IsOwn)
{
    /// <summary>Full name, such as <c>Paper.Solar10B</c>.</summary>
    public string FullName => Declaration.Name.FullName;

    /// <summary>Name without the namespace.</summary>
    public string Name => Declaration.Name.Name;

    /// <summary>The model, or the one whose type the weights of a stage or merge have; null of data.</summary>
    public ModelPlan? Model { get; init; }

    /// <summary>The stage, if it is one.</summary>
    public StagePlan? Stage { get; init; }

    /// <summary>The merge, if it is one.</summary>
    public MergePlan? Merge { get; init; }

    /// <summary>The data set, if it is one.</summary>
    public DatasetPlan? Dataset { get; init; }
}
