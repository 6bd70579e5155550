using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Xunit;
using Xunit.Abstractions;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>Whatever is written into our attributes, and on whatever they stand, reading and judging never throws, and whatever is wrong has a place.</summary>
public class AttributeFuzzTests(ITestOutputHelper output)
{
    private const int ClassesInAProgram = 40;

    [Fact]
    public void RandomAttributes_AreJudgedAndFaultedWithinTheText() => Fuzz(seed: 20260103, inputs: 4_000);

    [SkippableFact]
    [Trait("Tier", "Long")]
    public void RandomAttributes_AreJudgedAndFaultedWithinTheText_Long()
    {
        LongTier.SkipUnlessWanted();
        Fuzz(LongTier.Seed, LongTier.Inputs(300_000));
    }

    private void Fuzz(int seed, int inputs)
    {
        var programs = new AttributePrograms(seed);
        var faults = new FaultLog();
        int refused = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < inputs; i += ClassesInAProgram)
        {
            string code = programs.Next(ClassesInAProgram);
            faults.Run(code, log =>
            {
                GeneratorRunResult result = FuzzedProgram.Run(
                    new ReadingGenerator(), [("Program.cs", code), (FrontEnd.ConfigPath, FuzzSeeds.Configs[0])], code, log, out _);
                refused += result.Diagnostics.IsDefault ? 0 : result.Diagnostics.Length;
            });
        }

        output.WriteLine($"{faults.Inputs * ClassesInAProgram} attributed classes (start {seed}), {refused} diagnostics, slowest program {faults.Slowest.TotalMilliseconds:F0} ms, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        Assert.True(faults.IsEmpty, faults.ToString());
        Assert.InRange(refused, inputs / 4, inputs * 4);
    }
}
