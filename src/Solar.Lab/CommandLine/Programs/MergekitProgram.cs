using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using Solar.Compiler.Reading;
using Solar.Compiler.Reading.Mergekit;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Compilation;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Specs;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>A file of mergekit's as a program: its models are what their folders' <c>config.json</c> say, and its merge or its layers the one declaration.</summary>
internal static partial class MergekitProgram
{
    /// <summary>Whether a YAML file is one of mergekit's.</summary>
    public static bool Is(string path, string text) => MergekitReader.Takes(path) || (!path.EndsWith(".solar.yaml", StringComparison.OrdinalIgnoreCase) && Method().IsMatch(text));

    /// <summary>Reads it; models are folders relative to the file, or <c>org/name</c> of the local Hugging Face cache.</summary>
    /// <exception cref="DeclarationException">It breaks a rule of the language.</exception>
    /// <exception cref="CheckpointException">A model is not on this machine.</exception>
    public static LabProgram Read(string path, string text, LabConsole console, CancellationToken cancellationToken)
    {
        YamlProgram file = MergekitReader.Read(path, text, cancellationToken);
        var source = new ProgramSource();
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string location in file.Declarations.Select(declaration => declaration.Read.Declaration).OfType<Declaration>().SelectMany(References)
            .Select(reference => reference.Location).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, location);
            string folder = WeightsFolder.Find(new WeightsDescription(Directory.Exists(beside) ? beside : location));
            string name = Name(location, folders);
            folders.Add(name, folder);
            source.AddCheckpoint(name, folder, file.Namespace, new WeightsDeclaration(location, null));
        }

        // A compiler copies layers as they are and compares the type; a command converts them on their way.
        Dtype? copiedAs = file.Declarations.Select(declaration => declaration.Read.Declaration).OfType<ModelDeclaration>().Select(model => model.CopiedAs).FirstOrDefault();
        source.Add(file with { Declarations = file.Declarations.Select(AsTheyAre).ToEquatableArray() });
        return TextProgram.Join(
            Path.GetFileName(path), source, folders, finding => DeclarationException.Place(finding, TextProgram.Locations(source)), console, cancellationToken, isMergekit: true, copiedAs);
    }

    private static LocatedDeclaration AsTheyAre(LocatedDeclaration declaration) => declaration.Read.Declaration is ModelDeclaration model
        ? declaration with { Read = declaration.Read with { Declaration = model with { CopiedAs = null } } }
        : declaration;

    private static IEnumerable<NameReference> References(Declaration declaration) => declaration switch
    {
        MergeDeclaration merge => ((IEnumerable<NameReference?>)[.. merge.Models, merge.Base, merge.TokenizerSource, merge.Into]).OfType<NameReference>(),
        ModelDeclaration { Recipe: { } recipe } => References(recipe),
        _ => [],
    };

    private static IEnumerable<NameReference> References(Recipe recipe) => recipe switch
    {
        SourceRecipe source => [source.Source],
        LayersRecipe layers => layers.Parts.SelectMany(part => References(part.Base)),
        DerivedRecipe derived => References(derived.Base),
        _ => [],
    };

    // The last part of a path, where that can be a name; it is what messages call the model.
    private static string Name(string location, Dictionary<string, string> taken)
    {
        string name = string.Concat(Path.GetFileName(location.TrimEnd('/')).Where(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            name = "Model" + name;
        }

        string unique = name;
        for (int i = 2; taken.ContainsKey(unique); i++)
        {
            unique = FormattableString.Invariant($"{name}_{i}");
        }

        return unique;
    }

    [GeneratedRegex(@"^\s*['""]?merge_method['""]?\s*:", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Method();
}
