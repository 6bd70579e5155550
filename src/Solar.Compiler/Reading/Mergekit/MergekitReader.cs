using System;
using System.Linq;
using System.Threading;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading.Mergekit;

/// <summary>
/// Reads mergekit's YAML (<c>*.mergekit.yml</c>) as a declaration. A merge becomes a merge; a passthrough of slices becomes a model of layer ranges.
/// Every key is honoured, or refused with a place and a reason: none is ignored.
/// </summary>
/// <remarks>
/// mergekit ignores keys that it does not know, so the file may say under <c>x-solar</c> what Solar wants to know and stay mergekit's:
/// <c>name</c>, <c>namespace</c>, <c>using</c>, <c>into</c>, and <c>models</c>, which maps mergekit's model names to declarations. A model that is not
/// mapped is the one that declares these weights, else the one of this name.
/// </remarks>
public static class MergekitReader
{
    private const string Endings = ".mergekit.yml";

    /// <summary>Whether a file is one of mergekit's by its name.</summary>
    public static bool Takes(string path) =>
        path.EndsWith(Endings, StringComparison.OrdinalIgnoreCase) || path.EndsWith(".mergekit.yaml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file. What is wrong with it is a finding with a place, never an exception.</summary>
    /// <param name="path">The file; its name names the declaration where <c>x-solar</c> does not.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static YamlProgram Read(string path, string text, CancellationToken cancellationToken = default)
    {
        var file = new SourceFile(path, text);
        var report = new FileReport(file);
        try
        {
            return Read(file, report, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            report.Fault(Rules.InternalError, new TextRange(0, 0), path, $"{fault.GetType().Name}: {fault.Message}");
            return new YamlProgram(path, "", default, default, report.Findings);
        }
    }

    private static YamlProgram Read(SourceFile file, FileReport report, CancellationToken cancellationToken)
    {
        YamlTree tree = YamlTreeReader.Read(file, cancellationToken);
        foreach (YamlProblem problem in tree.Problems.Concat(tree.SyntaxError is { } error ? [error] : []))
        {
            report.Fault(Rules.MalformedYaml, problem.Range, problem.Message);
        }

        if (tree.Root is not YamlMapping root || tree.SyntaxError is not null)
        {
            if (tree.SyntaxError is null)
            {
                report.Fault(Rules.MalformedYaml, tree.Root?.Range ?? new TextRange(0, 0), "it is no mapping with 'merge_method'");
            }

            return new YamlProgram(file.Path, "", default, default, report.Findings);
        }

        MergekitHeader header = MergekitHeader.Read(root, file, report);
        if (CSharpNames.Fault(header.Name) is { } fault)
        {
            report.Fault(Rules.UnsupportedDeclaration, header.NameRange, header.Name, fault + "; write x-solar: { name: … }");
            return new YamlProgram(file.Path, header.Names.Namespace, header.Names.Usings, default, report.Findings);
        }

        var name = new DeclarationName(header.Names.Namespace, header.Name);
        var declared = new DeclarationReport(file, header.Names, [], name.FullName, header.NameRange);
        Declaration? declaration = new MergekitDocument(root, declared, header, name).Read();
        if (!declared.IsBroken)
        {
            header.CheckModels(declared);
        }

        var read = new ReadDeclaration(name, DeclarationShape.Public, declared.IsBroken ? null : declaration);
        return new YamlProgram(
            file.Path, header.Names.Namespace, header.Names.Usings,
            EquatableArray.Of(new LocatedDeclaration(read, declared.Locations, declared.Findings)), report.Findings);
    }
}
