using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Compiler.Files;
using Solar.Compiler.Reading;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Lab.Compilation;

/// <summary>Declarations for the in-process compiler, from checkpoints' own configurations and from YAML.</summary>
public sealed class ProgramSource
{
    private readonly List<LocatedDeclaration> _declarations = [];
    private readonly List<Finding> _findings = [];

    /// <summary>The namespace of what is compiled in process.</summary>
    public const string Namespace = "Solar.Compiled";

    /// <summary>The declarations so far.</summary>
    public IReadOnlyList<LocatedDeclaration> Declarations => _declarations;

    /// <summary>What their readers found wrong.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Where files are found that declarations name; a text that is no file has none beside it.</summary>
    internal INamedFiles Files { get; init; } = ProgramFiles.None;

    /// <summary>Declares <paramref name="name"/> as the model of a checkpoint that no compiler has seen, by its <c>config.json</c>.</summary>
    /// <param name="name">Name of the class.</param>
    /// <param name="checkpoint">Folder of a Hugging Face checkpoint.</param>
    /// <param name="namespace">Its namespace, empty for the global one.</param>
    /// <exception cref="FileNotFoundException">The folder has no <c>config.json</c>.</exception>
    public ProgramSource AddCheckpoint(string name, string checkpoint, string @namespace = Namespace) =>
        AddCheckpoint(name, checkpoint, @namespace, weights: null);

    /// <summary>Declares the model of a checkpoint, and by what name others call its weights.</summary>
    internal ProgramSource AddCheckpoint(string name, string checkpoint, string @namespace, WeightsDeclaration? weights)
    {
        string path = Path.Combine(checkpoint, "config.json");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"'{checkpoint}' has no config.json: name the folder of a Hugging Face checkpoint.", path);
        }

        ConfigReading config = ConfigJsonReader.Read(path, File.ReadAllText(path));
        _findings.AddRange(config.Findings);

        var fullName = new DeclarationName(@namespace, name);
        ModelDeclaration? model = config.Architecture is { } architecture
            ? new ModelDeclaration(fullName, DeclarationShape.Public) { Architecture = architecture, Weights = weights }
            : null;
        _declarations.Add(new LocatedDeclaration(
            new ReadDeclaration(fullName, DeclarationShape.Public, model), new DeclarationLocations(fullName.FullName, default), default));
        return this;
    }

    /// <summary>Adds the declarations of a YAML text, in the language of <c>*.solar.yaml</c>.</summary>
    /// <param name="path">What messages call the text.</param>
    /// <param name="text">The YAML.</param>
    public ProgramSource AddYaml(string path, string text)
    {
        Add(YamlProgramReader.Read(path, text));
        return this;
    }

    /// <summary>Adds the declarations of a file as read.</summary>
    internal void Add(YamlProgram program)
    {
        LocatedDeclaration[] expanded = [.. program.Declarations.Select(declaration => ConfigExpansion.Expand(declaration, Files))];
        _declarations.AddRange(expanded);
        _findings.AddRange(program.Findings);
        _findings.AddRange(expanded.SelectMany(declaration => declaration.Findings));
    }
}
