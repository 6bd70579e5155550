using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Building;
using Solar.Lab.CommandLine;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Results;
using SolarPaper.Layers;
using SolarPaper.World.Tests;

namespace SolarPaper.Tests;

/// <summary>What a run of the paper's road leaves, made up from a seed: records of builds, logs of trainings, measurements with their answers.</summary>
internal sealed class ReportRun
{
    private const int Items = 40;

    public ReportRun(string directory)
    {
        Directory = directory;
        Host = PaperHost.Create(directory);
        var random = new Random(1);
        foreach (BuiltThing thing in BuiltProgram.Read(Host, Rows).Things)
        {
            WriteRecord(thing, random);
            if (thing.Kind == BuildKind.Stage)
            {
                WriteLog(thing, random);
            }
        }

        KeptMeasurement.Write(Path.Combine(directory, LayerMeasurement.FileName), MadeUpStudy.MadeUpLayers());
        foreach (string row in Rows)
        {
            WriteEvaluation(row, random);
        }
    }

    /// <summary>Subjects of the knowledge test.</summary>
    public static readonly string[] Subjects = ["foods", "trade"];

    public static string[] Rows => [.. PaperTable.All.SelectMany(table => table.Rows.Select(row => row.Name)).Distinct()];

    /// <summary>Rows of the knowledge test's file that are of a subject: they take turns.</summary>
    public static int[] RowsOf(string subject) => [.. Enumerable.Range(0, Items).Where(row => Subjects[row % Subjects.Length] == subject)];

    public string Directory { get; }

    public LabHost Host { get; }

    public string Evaluations => Path.Combine(Directory, "evaluations");

    public string Checkpoint(string name) => Path.Combine(Directory, "checkpoints", name);

    private void WriteRecord(BuiltThing thing, Random random)
    {
        string folder = System.IO.Directory.CreateDirectory(Path.Combine(Directory, "checkpoints", ".build")).FullName;
        bool isStage = thing.Kind == BuildKind.Stage;
        string name = thing.Kind == BuildKind.Step ? thing.Name : "SolarPaper.Declared." + thing.Name;
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["format_version"] = 1,
            ["name"] = name,
            ["kind"] = thing.Kind.ToString(),
            ["key"] = Hash(random, 64),
            ["inputs"] = new Dictionary<string, string> { ["Solar"] = "0.1.0", ["declaration"] = $"{{\"of\": \"{thing.Name}<&>\"}}" },
            ["output"] = Hash(random, 32),
            ["started"] = "2026-01-01T00:00:00Z",
            ["finished"] = "2026-01-01T00:01:00Z",
            ["cost"] = new Dictionary<string, object?>
            {
                ["seconds"] = Math.Round(1 + (40 * random.NextDouble()), 3),
                ["peak_memory"] = isStage ? 400_000_000 + random.Next(100_000_000) : null,
                ["steps"] = isStage ? 200 : null,
                ["tokens"] = isStage ? 200 * 2048 : null,
                ["tokens_per_second"] = isStage ? 9000 + random.Next(1000) : null,
                ["rows"] = isStage ? 1234 : null,
                ["loss"] = isStage ? 0.5 : null,
            },
        }));
    }

    private static void WriteLog(BuiltThing thing, Random random)
    {
        System.IO.Directory.CreateDirectory(thing.Directory);
        double start = thing.Name == "Base" ? 6.2 : 2.4;
        var lines = new List<string>();
        for (int step = 10; step <= 200; step += 10)
        {
            double loss = Math.Round(0.6 + ((start - 0.6) * Math.Exp(-step / 45.0)) + (0.05 * random.NextDouble()), 4);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{{\"step\":{step},\"max_steps\":200,\"loss\":{loss},\"tokens\":{step * 2048},\"tokens_per_second\":9000}}"));
            if (step % 40 == 0 && !thing.What.StartsWith("align", StringComparison.Ordinal))
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{{\"step\":{step},\"eval_loss\":{loss + 0.08:0.0000},\"eval_perplexity\":2}}"));
            }
        }

        File.WriteAllLines(Path.Combine(thing.Directory, "training_log.jsonl"), lines);
        File.WriteAllText(Path.Combine(thing.Directory, "solar.json"), string.Create(CultureInfo.InvariantCulture,
            $"{{\"training\":{{\"first_loss\":{start},\"environment\":{{\"solar\":\"0.1.0\",\"torch_sharp\":\"0.107.0\",\"framework\":\".NET 10\",\"architecture\":\"X64\",\"device\":\"cpu\"}}}}}}"));
    }

    private void WriteEvaluation(string row, Random random)
    {
        string folder = Path.Combine(Evaluations, row);
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "samples"));
        var tasks = new List<TaskResult>();
        double skill = 0.3 + (0.03 * Array.IndexOf(Rows, row));
        foreach (string task in WorldTests.Names)
        {
            double[] values = [.. Enumerable.Range(0, Items).Select(_ => random.NextDouble() < skill ? 1.0 : 0.0)];
            TaskResult whole = Result(task, values);
            if (task != "world_knowledge")
            {
                WriteSamples(folder, task, [.. Enumerable.Range(0, Items)], values);
                tasks.Add(whole);
                continue;
            }

            TaskResult[] parts = [.. Subjects.Select(subject =>
            {
                int[] rows = RowsOf(subject);
                double[] own = [.. rows.Select(item => values[item])];
                WriteSamples(folder, $"{task}_{subject}", rows, own);
                return Result($"{task}_{subject}", own);
            })];
            tasks.Add(whole with { Parts = parts });
        }

        new EvaluationResult
        {
            Model = row,
            Manifest = new EvaluationManifest { Solar = "0.1.0", Profile = "current", Reference = "a harness", ModelHash = Hash(random, 16), Data = "data", Finished = DateTime.UnixEpoch },
            Figures = new EvaluationFigures
            {
                Tasks = tasks,
                Mean = new MeanResult
                {
                    Name = "mean",
                    Profile = "current",
                    Value = tasks.Average(task => task.Primary.Value),
                    StandardError = Math.Sqrt(tasks.Sum(task => Math.Pow(task.Primary.StandardError!.Value, 2))) / tasks.Count,
                    IsH6 = false,
                    ReasonsAgainstH6 = [],
                },
            },
        }.Write(folder);
    }

    private static TaskResult Result(string name, double[] values) => new()
    {
        Name = name,
        Profile = "current",
        FewShots = 3,
        Documents = values.Length,
        Available = values.Length,
        PrimaryMetric = "acc",
        Metrics = [MetricResult.Mean("acc", values)],
    };

    private static void WriteSamples(string folder, string name, int[] rows, double[] values) => File.WriteAllLines(
        Path.Combine(folder, "samples", name + ".jsonl"),
        values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{{\"pos\":{i},\"doc\":{rows[i]},\"metrics\":{{\"acc\":{value}}}}}")));

    private static string Hash(Random random, int digits) => string.Concat(Enumerable.Range(0, digits).Select(_ => "0123456789abcdef"[random.Next(16)]));
}
