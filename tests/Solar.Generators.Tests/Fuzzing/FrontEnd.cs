using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Compiler.Files;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Generators.Diagnostics;
using Solar.Generators.Hosting;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>Reading and validation as the generator runs them, without Roslyn and without emitting.</summary>
internal static class FrontEnd
{
    public const string Path = "program.solar.yaml";
    public const string ConfigPath = "config.json";

    /// <summary>Judges a YAML program beside a config; what it says wrongly is a fault. Gives whether it said anything.</summary>
    public static bool Judge(string yaml, string config, FaultLog faults)
    {
        string input = yaml + "\n──── config.json\n" + config;
        YamlProgram program = YamlProgramReader.Read(Path, yaml);
        var files = new ProgramFiles(EquatableArray.Of(new ProgramFile(ConfigPath, config)));
        EquatableArray<LocatedDeclaration> located = HandedFiles.Expand(program.Declarations, files, CancellationToken.None);
        JoinedProgram joined = Joining.Join(
            located.Select(declaration => declaration.Read).ToEquatableArray(), new ReferencedCatalogs(default(EquatableArray<Declaration>)), CancellationToken.None);
        IEnumerable<Finding> others = [.. program.Findings, .. joined.Findings, .. HandedFiles.Check(joined, files, CancellationToken.None)];
        EquatableArray<PlacedFinding> placed = FindingPlacer.Place(located, others);
        foreach (PlacedFinding finding in placed)
        {
            Check(finding, yaml, config, input, faults);
        }

        CheckBroken(located, joined, placed, input, faults);
        return placed.Count > 0;
    }

    private static void Check(PlacedFinding finding, string yaml, string config, string input, FaultLog faults)
    {
        string message = $"{finding.Rule.Id} {string.Join(" | ", finding.Arguments)}";
        string text = finding.Place?.Path == ConfigPath ? config : yaml;
        if (finding.Rule == Validation.Rules.InternalError)
        {
            faults.Add(message, input);
        }
        else if (finding.Place is not { } at)
        {
            faults.Add("no place: " + message, input);
        }
        else if (at.Start < 0 || at.Length < 0 || at.Start + at.Length > text.Length || (at.Length == 0 && text.Length > 0) || at.StartLine < 0 || at.EndLine < at.StartLine)
        {
            faults.Add($"place outside of the text, {at.Start}+{at.Length} of {text.Length}: {message}", input);
        }
    }

    // What is not built was refused with an error.
    private static void CheckBroken(
        EquatableArray<LocatedDeclaration> located, JoinedProgram joined, EquatableArray<PlacedFinding> placed, string input, FaultLog faults)
    {
        if (joined.Broken.Count > 0 && !placed.Any(finding => finding.Rule.Severity == RuleSeverity.Error))
        {
            faults.Add("a declaration is not built and nobody says why", input + "\n──── " + joined.Broken[0].Name.FullName);
        }

        int planned = joined.Models.Count + joined.Stages.Count + joined.Merges.Count + joined.Datasets.Count + joined.Broken.Count;
        if (planned > located.Count)
        {
            faults.Add("more is built than was declared", input);
        }
    }
}
