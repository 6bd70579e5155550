using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Solar.Benchmarks;

/// <summary>
/// The generator on programs of 100 to 3,000 declarations: first run, after an edit that concerns nothing of ours, and after one that concerns one model.
/// Processor time is given beside that of the clock: on a machine that others work on it is what can be compared.
/// </summary>
internal static class GeneratorBenchmark
{
    private const int WarmUps = 40;
    private const int Rounds = 15;

    private static int _edits;

    public static void Run()
    {
        // The largest first, so that the just-in-time compiler is done with what the others are compared by.
        foreach (int declarations in new[] { 3000, 1000, 300, 100 })
        {
            Measure(declarations);
        }
    }

    private static void Measure(int declarations)
    {
        var program = new BenchmarkProgram(declarations);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"-- {declarations} declarations"));

        GeneratorDriver driver = program.Driver();
        Report("first run", Enumerable.Range(0, 5).Select(_ => program.Fresh()).ToList(), compilation => driver = program.Driver().RunGenerators(compilation));

        // The just-in-time compiler wants to have seen everything some dozens of times, as in an editor after the first minute.
        foreach (CSharpCompilation edited in Unrelated(program, WarmUps))
        {
            driver = driver.RunGenerators(edited);
        }

        Report("after an unrelated edit", Unrelated(program, Rounds), edited => driver = driver.RunGenerators(edited));
        Report("  with its result put into the compilation", Unrelated(program, Rounds), edited => driver = driver.RunGeneratorsAndUpdateCompilation(edited, out _, out _));
        Report("  and every emitted file parsed", Unrelated(program, 5), edited =>
        {
            driver = driver.RunGeneratorsAndUpdateCompilation(edited, out Compilation output, out _);
            foreach (SyntaxTree tree in output.SyntaxTrees)
            {
                tree.GetRoot();
            }
        });

        GeneratorRunResult result = driver.GetRunResult().Results[0];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {result.GeneratedSources.Length} files, {result.GeneratedSources.Sum(source => (long)source.SourceText.Length) / 1e6:F1} million characters, {result.Diagnostics.Length} diagnostics"));
        CountOutputs(program);
        if (declarations == 1000)
        {
            Compile(driver, program);
        }
    }

    // What is emitted anew, by name: nothing, and one model with what is made from it.
    private static void CountOutputs(BenchmarkProgram program)
    {
        GeneratorDriver driver = program.Driver(track: true).RunGenerators(program.Compilation);
        driver = driver.RunGenerators(Unrelated(program, 1)[0]);
        Console.WriteLine($"  emitted anew after an unrelated edit: {Emitted(driver)}");
        driver = driver.RunGenerators(program.Edited(3, "IntermediateSize = 1408", "IntermediateSize = 1536"));
        Console.WriteLine($"  emitted anew after the width of C3 changes: {Emitted(driver)}");
        driver = driver.RunGenerators(program.Edited(3, "dropTop: 2, dropBottom: 2", "dropTop: 3, dropBottom: 2"));
        Console.WriteLine($"  emitted anew after that is undone and a drop of C3Up2 changes: {Emitted(driver)}");
    }

    private static string Emitted(GeneratorDriver driver)
    {
        string[] texts =
        [
            .. driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs)
                .Where(output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
                .SelectMany(output => Hints(output.Value)),
        ];
        return texts.Length == 0 ? "nothing" : $"{texts.Length} files, {string.Join(" ", texts.Order(StringComparer.Ordinal).Take(20))}";
    }

    // An output step's value is an internal tuple of sources; their hint names are all that is asked here.
    private static IEnumerable<string> Hints(object output) => ((System.Runtime.CompilerServices.ITuple)output)[0] is System.Collections.IEnumerable sources
        ? sources.Cast<object>().Select(source => (string)source.GetType().GetProperty("HintName")!.GetValue(source)!)
        : [];

    private static void Compile(GeneratorDriver driver, BenchmarkProgram program)
    {
        driver.RunGeneratorsAndUpdateCompilation(program.Compilation, out Compilation output, out _);
        using var image = new MemoryStream();
        Alternating.Report("compiling what it emitted", Alternating.Milliseconds(() =>
        {
            if (!output.Emit(image).Success)
            {
                throw new InvalidOperationException("The emitted source does not compile.");
            }
        }));
    }

    private static List<CSharpCompilation> Unrelated(BenchmarkProgram program, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => program.Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            string.Create(CultureInfo.InvariantCulture, $"class Unrelated{_edits++};"), BenchmarkProgram.Parse, "Unrelated.cs"))),
    ];

    private static void Report(string name, List<CSharpCompilation> compilations, Action<CSharpCompilation> run)
    {
        var clock = new List<double>();
        var processor = new List<double>();
        using Process process = Process.GetCurrentProcess();
        foreach (CSharpCompilation compilation in compilations)
        {
            process.Refresh();
            TimeSpan before = process.TotalProcessorTime;
            clock.Add(Alternating.Milliseconds(() => run(compilation)));
            process.Refresh();
            processor.Add((process.TotalProcessorTime - before).TotalMilliseconds);
        }

        Alternating.Report(name, [.. clock]);
        Alternating.Report("    processor time", [.. processor]);
    }
}
