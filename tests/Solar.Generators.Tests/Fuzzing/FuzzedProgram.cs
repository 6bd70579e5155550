using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Solar.Generators.Tests.Harness;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>Runs a program through a generator in the driver, and checks what comes back.</summary>
internal static class FuzzedProgram
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    // Programs are made from one compilation, so that the references are read once.
    private static readonly CSharpCompilation Empty = new TestProgram().Compile();

    /// <summary>Runs it; gives the result of the one generator, after all that is checked of any run.</summary>
    public static GeneratorRunResult Run(
        IIncrementalGenerator generator, IReadOnlyList<(string Path, string Text)> files, string input, FaultLog faults, out CSharpCompilation compilation)
    {
        compilation = Empty.AddSyntaxTrees(files.Where(IsCode).Select(file => CSharpSyntaxTree.ParseText(SourceText.From(file.Text, Encoding.UTF8), Options, file.Path)));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()], files.Where(file => !IsCode(file)).Select(file => new MemoryText(file.Path, file.Text)), Options);
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results[0];
        if (result.Exception is { } exception)
        {
            string[] frames = [.. exception.ToString().Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("at Solar", StringComparison.Ordinal)).Take(4)];
            faults.Add($"{exception.GetType().Name}: {exception.Message} {string.Join(" < ", frames)}", input);
            return result;
        }

        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            Check(diagnostic, files, input, faults);
        }

        return result;
    }

    /// <summary>Emitted files are C#, whatever was declared.</summary>
    public static void CheckSyntax(GeneratorRunResult result, string input, FaultLog faults)
    {
        foreach (GeneratedSourceResult file in result.GeneratedSources)
        {
            if (file.SyntaxTree.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
            {
                faults.Add($"emitted {error}", $"{input}\n──── {file.HintName}, line {error.Location.GetLineSpan().StartLinePosition.Line}\n{file.SourceText.Lines[error.Location.GetLineSpan().StartLinePosition.Line]}");
            }
        }
    }

    /// <summary>A program that neither we nor C# find wrong compiles with what was emitted for it.</summary>
    public static bool CheckCompiles(CSharpCompilation compilation, GeneratorRunResult result, string input, FaultLog faults)
    {
        if (result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return false;
        }

        ImmutableArray<SyntaxTree> emitted = [.. result.GeneratedSources.Select(source => source.SyntaxTree)];
        Diagnostic[] errors = [.. compilation.AddSyntaxTrees(emitted).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (errors.Any(error => !emitted.Contains(error.Location.SourceTree!)))
        {
            return false;       // the user's own mistake
        }

        if (errors.Length > 0)
        {
            faults.Add($"emitted {errors[0]}", input);
        }

        return true;
    }

    private static void Check(Diagnostic diagnostic, IReadOnlyList<(string Path, string Text)> files, string input, FaultLog faults)
    {
        string message = TestRun.Message(diagnostic);
        TextSpan span = diagnostic.Location.SourceSpan;
        string path = diagnostic.Location.GetLineSpan().Path ?? "";
        string? text = files.FirstOrDefault(file => file.Path == path).Text;
        if (diagnostic.Id == Validation.Rules.InternalError.Id)
        {
            faults.Add(message, input);
        }
        else if (text is null)
        {
            faults.Add("no place: " + message, input);
        }
        else if (span.Start < 0 || span.End > text.Length || (span.IsEmpty && text.Length > 0))
        {
            faults.Add($"place outside of the text, {span} of {text.Length}: {message}", input);
        }
    }

    private static bool IsCode((string Path, string Text) file) => file.Path.EndsWith(".cs", StringComparison.Ordinal);
}
