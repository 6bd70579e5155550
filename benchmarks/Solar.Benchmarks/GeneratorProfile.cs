using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Solar.Benchmarks;

internal static class GeneratorProfile
{
    public static void Run()
    {
        int n = int.Parse(Environment.GetEnvironmentVariable("N") ?? "1000");
        var program = new BenchmarkProgram(n);
        GeneratorDriver driver = program.Driver();
        for (int i = 0; i < 3; i++)
        {
            var c = program.Fresh();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            double ms = Alternating.Milliseconds(() => driver = program.Driver().RunGenerators(c));
            Console.WriteLine($"first run {ms:F0} ms, cpu {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds:F0}");
        }
        var result = driver.GetRunResult().Results[0];
        Console.WriteLine(string.Join("\n", result.Diagnostics.Take(5)));
        Console.WriteLine($"files {result.GeneratedSources.Length} chars {result.GeneratedSources.Sum(s => s.SourceText.Length)}");
        foreach (var g in result.GeneratedSources.GroupBy(s => string.Join(".", s.HintName.Split('.').Skip(2))))
            Console.WriteLine($"  {g.Key} {g.Count()} {g.Sum(s => s.SourceText.Length)}");
        double parse = Alternating.Milliseconds(() => { foreach (var s in result.GeneratedSources) CSharpSyntaxTree.ParseText(s.SourceText, BenchmarkProgram.Parse, "x.cs").GetRoot(); });
        Console.WriteLine($"parse alone {parse:F0}");
        var tracked = program.Driver(true);
        for (int i = 0; i < 3; i++)
        {
            tracked = tracked.RunGenerators(i == 0 ? program.Fresh() : program.Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"class Unrelated{i} {{ }}", BenchmarkProgram.Parse, $"u{i}.cs")));
            var r = tracked.GetRunResult().Results[0];
            if (i == 1) { continue; }
            Console.WriteLine(i == 0 ? "first" : "edit");
            foreach (var st in r.TrackedSteps.Select(p => (p.Key, Ms: p.Value.Sum(x => x.ElapsedTime.TotalMilliseconds), N: p.Value.Length)).OrderByDescending(x => x.Ms).Take(14))
                Console.WriteLine($"   {st.Key,-50} {st.Ms:F1} ms x{st.N}");
        }
        for (int i = 0; i < 8; i++)
        {
            var edited = program.Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"class Unrelated{i} {{ }}", BenchmarkProgram.Parse, $"u{i}.cs"));
            var before = driver.GetRunResult();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            double ms = Alternating.Milliseconds(() => driver = driver.RunGenerators(edited));
            var after = driver.GetRunResult();
            Console.WriteLine($"edit {ms:F0} ms cpu {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds:F0} gen {driver.GetTimingInfo().GeneratorTimes[0].ElapsedTime.TotalMilliseconds:F0} driver {driver.GetTimingInfo().ElapsedTime.TotalMilliseconds:F0}, trees kept {before.GeneratedTrees.Intersect(after.GeneratedTrees).Count()}");
        }
    }
}
