using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using Solar.Compiler.Files;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Compilation;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>Declarations that no compiler has seen: a <c>*.solar.yaml</c> file, or one recipe expression over named checkpoints.</summary>
internal static partial class TextProgram
{
    /// <summary>What the unnamed checkpoint is called: recipes say <c>base</c>, which C# keeps for itself.</summary>
    public const string Base = "Base";

    /// <summary>Name of the model that a recipe expression makes.</summary>
    public const string Result = "Result";

    // What stands before the expression in the text that is read; places are counted without it.
    private const string Opening = "models: { " + Result + ": '";

    /// <summary>Bytes of the greatest file that people write, or an index of tensors.</summary>
    internal const int GreatestFile = 10_000_000;

    /// <summary>The program of one recipe.</summary>
    /// <param name="recipe">The expression, such as <c>Upscale(base, dropTop: 8, dropBottom: 8)</c>.</param>
    /// <param name="bases">Folder of each checkpoint that it names.</param>
    /// <param name="console">Receives warnings.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DeclarationException">The recipe breaks a rule of the language.</exception>
    public static LabProgram FromRecipe(string recipe, IReadOnlyDictionary<string, string> bases, LabConsole console, CancellationToken cancellationToken)
    {
        string line = WrittenBase().Replace(recipe.ReplaceLineEndings(" ").Trim(), Base);
        string text = $"{Opening}{line.Replace("'", "''", StringComparison.Ordinal)}' }}\nnamespace: {ProgramSource.Namespace}\n";
        var source = new ProgramSource();
        foreach ((string name, string folder) in bases)
        {
            source.AddCheckpoint(name, folder);
        }

        source.AddYaml("--recipe", text);
        return Join("the recipe", source, bases, finding => Place(finding, source), console, cancellationToken);
    }

    /// <summary>The program of a YAML file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bases">Folders of further checkpoints, which the file names without declaring them.</param>
    /// <param name="console">Receives warnings.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="warns">Whether warnings are told, which another command has told before where they are not.</param>
    /// <exception cref="DeclarationException">The file breaks a rule of the language.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabProgram FromFile(string path, IReadOnlyDictionary<string, string> bases, LabConsole console, CancellationToken cancellationToken, bool warns = true)
    {
        var source = new ProgramSource { Files = new FilesBeside(path) };
        YamlProgram program = YamlProgramReader.Read(path, ReadText(path), cancellationToken);
        foreach ((string name, string folder) in bases)
        {
            source.AddCheckpoint(name, folder, program.Namespace);
        }

        source.Add(program);
        return Join(Path.GetFileName(path), source, bases, finding => DeclarationException.Place(finding, Locations(source)), console, cancellationToken, warns: warns);
    }

    /// <summary>The text of a file that a person wrote.</summary>
    /// <exception cref="CommandException">It is not there, or too long to be one.</exception>
    public static string ReadText(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new CommandException($"{path}: there is no such file.");
        }

        return file.Length <= GreatestFile
            ? File.ReadAllText(path)
            : throw new CommandException($"{path}: it has {Figures.Bytes(file.Length)}, too many for a file of declarations; is it the right one?");
    }

    /// <summary>Joins declarations, throws where a rule is broken, and warns.</summary>
    internal static LabProgram Join(
        string title, ProgramSource source, IReadOnlyDictionary<string, string> bases, Func<Finding, string> place, LabConsole console,
        CancellationToken cancellationToken, bool isMergekit = false, Dtype? copiedAs = null, bool warns = true)
    {
        JoinedProgram joined = ProgramJoiner.Join(source.Declarations.Select(declaration => declaration.Read), [], cancellationToken);
        IEnumerable<Finding> disagreements = CheckpointChecks.Check(joined, source.Files, cancellationToken);
        Finding[] findings = DeclarationException.EachOnce(source.Findings.Concat(joined.Findings).Concat(disagreements), place);
        Finding[] errors = [.. findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error)];
        if (errors.Length == 0 && joined.Broken.Count > 0)
        {
            // What means nothing has been reported; a declaration that is only left out would be missed by nobody.
            errors = [.. joined.Broken.Select(read => Finding.Of(
                Rules.InternalError, new ElementPath(read.Name.FullName, ""), read.Name.Name, "it means nothing, and no rule says why"))];
        }

        if (errors.Length > 0)
        {
            throw new DeclarationException(errors, place);
        }

        foreach (Finding finding in findings.Where(finding => warns && finding.Rule.Severity == RuleSeverity.Warning))
        {
            console.WriteWarning(DeclarationException.Line(finding, place));
        }

        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (LocatedDeclaration declaration in source.Declarations)
        {
            if (bases.TryGetValue(declaration.Read.Name.Name, out string? folder))
            {
                folders.TryAdd(declaration.Read.Name.FullName, folder);
            }
        }

        return new LabProgram(title, joined, _ => true) { Folders = folders, IsMergekit = isMergekit, CopiedAs = copiedAs, Source = source };
    }

    internal static DeclarationLocations[] Locations(ProgramSource source) => [.. source.Declarations.Select(declaration => declaration.Locations)];

    // Of one length with the name that it is read as, so that places stay right; 'base:' would be the name of an argument.
    [GeneratedRegex(@"(?<![\w.@])base(?![\w]|\s*:)", RegexOptions.CultureInvariant)]
    private static partial Regex WrittenBase();

    // A recipe has one line, which the user wrote without what stands around it here.
    private static string Place(Finding finding, ProgramSource source)
    {
        SourceLocation? location = DeclarationException.Find(finding, Locations(source));
        return location is { Path: "--recipe" }
            ? FormattableString.Invariant($"--recipe, character {Math.Max(0, location.StartColumn - Opening.Length) + 1}")
            : location?.ToString() ?? DeclarationException.Place(finding, Locations(source));
    }
}
