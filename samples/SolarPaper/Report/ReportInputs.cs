using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Building;
using Solar.Lab.Evaluation.Results;
using SolarPaper.Layers;

namespace SolarPaper.Report;

/// <summary>All that a report tells, read from what a run has left: the same files make the same report.</summary>
/// <param name="Program">What was built.</param>
/// <param name="Evaluations">What was measured, by name of the checkpoint.</param>
/// <param name="Findings">The paper's effects.</param>
/// <param name="Curves">What stages have logged, by name.</param>
internal sealed record ReportInputs(
    BuiltProgram Program, IReadOnlyDictionary<string, EvaluationResult> Evaluations, IReadOnlyList<PaperFinding> Findings, IReadOnlyDictionary<string, TrainingCurve> Curves)
{
    /// <summary>What is not there and the report does without, in words.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>What it is of.</summary>
    public ReportSubject Subject { get; init; } = ReportSubject.SmallWorld;

    /// <summary>Bits a byte of held-out text, by name of the checkpoint, where they were measured besides; in the order of the road.</summary>
    public IReadOnlyList<(string Name, double BitsPerByte)> HeldOut { get; init; } = [];

    /// <summary>The file that they were measured on.</summary>
    public string HeldOutFile { get; init; } = "";

    /// <summary>Whether tests were asked for: without them there are no tables and no effects.</summary>
    public bool IsTested { get; init; } = true;

    /// <summary>What layers do; null where it was not measured.</summary>
    public LayerMeasurement? Layers { get; init; }

    /// <summary>Text of the file of declarations; empty for none.</summary>
    public string Declarations { get; init; } = "";

    /// <summary>The study of what the paper left open; null where it was not made.</summary>
    public ReportStudy? Study { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="program">What was built.</param>
    /// <param name="evaluations">Folder of the measurements; null where none were asked for.</param>
    /// <param name="data">Folder of the small world's files; null of other tests.</param>
    public static ReportInputs Read(BuiltProgram program, string? evaluations, string? data)
    {
        var missing = new List<string>();
        var results = new Dictionary<string, EvaluationResult>(StringComparer.Ordinal);
        foreach (string row in evaluations is null ? [] : PaperTable.Names)
        {
            try
            {
                results.Add(row, EvaluationResult.Read(Path.Combine(evaluations!, row)));
            }
            catch (Exception fault) when (fault is IOException or InvalidDataException)
            {
                missing.Add($"{row} was not measured.");
            }
        }

        if (results.Count == 0 && evaluations is not null)
        {
            missing = ["No checkpoint was measured by the tests."];
        }

        Dictionary<string, TrainingCurve> curves = [];
        foreach (BuiltThing thing in program.Things.Where(thing => thing.Kind == BuildKind.Stage))
        {
            if (TrainingCurve.Read(thing.Directory) is { Training.Count: > 0 } curve)
            {
                curves.Add(thing.Name, curve);
            }
            else
            {
                missing.Add($"{thing.Name} has no log of its training.");
            }
        }

        missing.AddRange(program.Things.Where(thing => thing.Standing is BuiltStanding.Missing or BuiltStanding.Unfinished)
            .Select(thing => thing.Standing == BuiltStanding.Missing ? $"{thing.Name} was not built." : $"{thing.Name} was begun and not finished."));
        return new ReportInputs(program, results, evaluations is null ? [] : Found(evaluations, data, missing), curves) { Missing = missing, IsTested = evaluations is not null };
    }

    private static IReadOnlyList<PaperFinding> Found(string evaluations, string? data, List<string> missing)
    {
        try
        {
            return PaperFinding.All(evaluations, data);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or ArgumentException)
        {
            missing.Add("The effects were not computed: that needs every answer of every checkpoint of the tables.");
            return [];
        }
    }
}

/// <summary>A study beyond the paper's own road: what was asked, what was computed of it, and its figures.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Introduction">What was done, in a few sentences.</param>
/// <param name="Sections">Its parts.</param>
internal sealed record ReportStudy(string Title, string Introduction, IReadOnlyList<StudySection> Sections)
{
    /// <summary>The command that makes it.</summary>
    public string Command { get; init; } = "";
}

/// <summary>A part of a study.</summary>
/// <param name="Title">Its question.</param>
/// <param name="Text">What was measured; empty for nothing.</param>
/// <param name="Figures">Its figures.</param>
internal sealed record StudySection(string Title, string Text, IReadOnlyList<Figure> Figures)
{
    /// <summary>What a test says of it.</summary>
    public IReadOnlyList<StudyStatement> Statements { get; init; } = [];

    /// <summary>A table, its first row the heads; figures stand right where every cell of a column but the head is one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Table { get; init; } = [];
}

/// <summary>A sentence that is computed, and not written by hand.</summary>
/// <param name="Text">The sentence, with its figures.</param>
/// <param name="Verdict">What the test says; null where it is no comparison.</param>
internal sealed record StudyStatement(string Text, Verdict? Verdict);
