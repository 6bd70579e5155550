using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Solar.Lab.Building;
using Solar.Lab.Evaluation.Results;
using SolarPaper.Report;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>The report of a run, from a run that is made up.</summary>
public sealed partial class ReportTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("solar-report-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EveryRow_StandsInItsTable_WithItsFiguresAndThePapers()
    {
        var run = new ReportRun(_folder);
        XElement page = Page(Write(run));

        foreach (PaperTable table in PaperTable.All)
        {
            XElement rows = TableUnder(page, table.Title);
            foreach (PaperRow row in table.Rows)
            {
                EvaluationResult result = EvaluationResult.Read(Path.Combine(run.Evaluations, row.Name));
                string[] ours = Cells(rows, row.Name), theirs = Cells(rows, row.PapersName);
                Assert.Equal(table.Columns.Count + 7, ours.Length);
                Assert.Equal(row.Details, theirs[..table.Columns.Count]);
                Assert.Equal(row.Details.Skip(table.Number == 2 ? 1 : 0), ours[(table.Number == 2 ? 1 : 0)..table.Columns.Count]);
                (ours, theirs) = (ours[table.Columns.Count..], theirs[table.Columns.Count..]);
                Assert.Equal([Percent(result.Figures.Mean!.Value), .. result.Figures.Tasks.Select(task => Percent(task.Primary.Value))], ours.Select(cell => cell.Split(' ')[0]));
                Assert.All(ours, cell => Assert.Matches(@"^\d+\.\d\d ± \d+\.\d\d$", cell));
                Assert.Equal(row.H6 is { } figure ? figure.ToString("0.00", CultureInfo.InvariantCulture) : "–", theirs[0]);
            }
        }
    }

    [Fact]
    public void DataOfTuning_IsCountedByTheStages_WithThePapersBesideIt()
    {
        var run = new ReportRun(_folder);
        File.WriteAllText(Path.Combine(run.Checkpoint("SftV2"), "solar.json"), """{"training":{"data":[{"name":"A.AlpacaGpt4","counts":{"rows":1000,"documents":900}},{"name":"A.OpenOrca","counts":{"rows":2000,"documents":500}}]}}""");
        File.WriteAllText(Path.Combine(run.Checkpoint("SftV1"), "solar.json"), """{"training":{"data":[{"name":"A.AlpacaGpt4","counts":{"rows":1000,"documents":950}}]}}""");

        XElement table = TableUnder(Page(Write(run)), "Table 1: data of instruction tuning and alignment");

        Assert.Equal(["1,000", "2,000", "–", "–", "–", "–"], Cells(table, "Samples here"));
        Assert.Equal(["950", "500", "–", "–", "–", "–"], Cells(table, "Most that is used"));
        Assert.Equal(["52K", "2.91M", "126K", "12.9K", "60.8K", "126K"], Cells(table, "Total # Samples"));
    }

    [Fact]
    public void TheBestOfAColumn_IsBold_AndNoOther()
    {
        var run = new ReportRun(_folder);
        PaperTable table = PaperTable.All[1];
        XElement rows = TableUnder(Page(Write(run)), table.Title);

        double best = table.Rows.Max(row => EvaluationResult.Read(Path.Combine(run.Evaluations, row.Name)).Figures.Mean!.Value);
        string[] bold = [.. rows.Descendants("tr").Where(row => (string?)row.Attribute("class") == "ours").Select(row => row.Elements("td").First(cell => (string?)cell.Attribute("class") == "r")).Where(cell => cell.Element("b") is not null).Select(cell => cell.Value.Split(' ')[0])];
        Assert.Equal([Percent(best)], bold.Distinct());
    }

    [Fact]
    public void ThePapersSingleTests_HaveTheMeansThatItPrints()
    {
        foreach (PaperTable table in PaperTable.All)
        {
            int number = int.Parse(Regex.Match(table.Title, @"\d+").Value, CultureInfo.InvariantCulture);
            foreach (PaperRow row in table.Rows)
            {
                IReadOnlyList<double?> six = PaperScores.Of(number, row.Name);
                Assert.Equal(6, six.Count);
                Assert.Equal(row.H6 is null ? 0 : 6, six.Count(score => score is not null));
                if (row.H6 is { } h6)
                {
                    // What the paper prints of one mean is a hundredth off.
                    Assert.Equal(h6, six.Average()!.Value, row.Name == "Candidate2" ? 0.0151 : 0.0051);
                }
            }
        }
    }

    [Fact]
    public void EveryEffect_IsTold_WithThePapersDirectionBesideIt()
    {
        var run = new ReportRun(_folder);
        XElement page = Page(Write(run));
        IReadOnlyList<PaperFinding> findings = PaperFinding.All(run.Evaluations, run.Host.DataDirectory);

        string[][] rows = [.. page.Descendants("div").Single(div => (string?)div.Attribute("aria-label") == "Effects").Descendants("tbody").Single().Elements("tr").Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())];
        Assert.Equal(findings.Select(finding => $"{finding.From} → {finding.To}"), rows.Select(row => row[1]));
        Assert.Equal(findings.Select(finding => Words(finding.Ours.Verdict)), rows.Select(row => row[3].Split(' ', 2)[1]));
        Assert.Equal(findings.Select(finding => finding.PapersVerdict is { } verdict ? Words(verdict) : "given"), rows.Select(row => row[5].Split(' ', 2)[1]));

        static string Words(Verdict verdict) => verdict switch { Verdict.Better => "better", Verdict.Worse => "worse", _ => "within noise" };
    }

    [Fact]
    public void EveryEffect_IsToldByEachTest_WithThePapersDifferenceBesideIt()
    {
        var run = new ReportRun(_folder);
        XElement[][] rows = [.. Page(Write(run)).Descendants("div").Single(div => (string?)div.Attribute("aria-label") == "Effects by test").Descendants("tbody").Single().Elements("tr").Select(row => row.Elements("td").Skip(1).ToArray())];
        IReadOnlyList<PaperFinding> findings = PaperFinding.All(run.Evaluations, run.Host.DataDirectory);

        Assert.Equal(findings.Count, rows.Length);
        foreach ((PaperFinding finding, XElement[] cells) in findings.Zip(rows))
        {
            Assert.Equal(
                finding.Tests.Select(test => $"{VerdictWords.Sign(test.Ours.Verdict)} {Html.Signed(100 * test.Ours.Mean)}"),
                cells.Select(cell => ((XText)cell.FirstNode!).Value.Trim()));
            Assert.Equal(finding.Tests.Select(test => Html.Signed(test.Papers)), cells.Select(cell => cell.Element("small")!.Value));
            Assert.Equal(finding.Ours.Mean, finding.Tests.Average(test => test.Ours.Mean), 1e-12);
        }

        // Base → SOLAR 10.7B in the paper: ARC 59.98 → 61.95, GSM8K 37.83 → 55.50.
        Assert.Equal((1.97, 17.67), (Math.Round(findings[0].Tests[0].Papers!.Value, 2), Math.Round(findings[0].Tests[5].Papers!.Value, 2)));
    }

    [Fact]
    public void SeamAndDistances_AreOnThePageOfAPlainRun()
    {
        string page = File.ReadAllText(Write(new ReportRun(_folder)));

        Assert.Contains("lies 0.400 from what it was used to before training, and 0.200 after it", page, StringComparison.Ordinal);
        Assert.All(["seam", "angular-distance", "angular-distance-upscaled", "angular-distance-trained"], name => Assert.Contains($"id=\"figure-{name}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public void ThePage_IsWellFormed_AndAsksForNothingFromOutside()
    {
        string text = File.ReadAllText(Write(new ReportRun(_folder)));

        XElement page = Page(text: text);
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "img");
        Assert.All(page.Descendants("image"), image => Assert.StartsWith("data:image/png;base64,", (string)image.Attribute("href")!, StringComparison.Ordinal));
        Assert.NotEmpty(page.Descendants("image"));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants("a"), link => Assert.Contains(((string)link.Attribute("href")!)[1..], ids));
    }

    [Fact]
    public void WhatIsSmall_IsToldBeforeAnyFigure()
    {
        string text = File.ReadAllText(Write(new ReportRun(_folder)));

        int told = text.IndexOf("Measured here: a toy", StringComparison.Ordinal);
        Assert.InRange(told, 0, text.IndexOf("<table", StringComparison.Ordinal));
        Assert.Contains("8 layers and ", text, StringComparison.Ordinal);
        Assert.Contains("12 layers and ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryPlot_HasWords_AndIsThereAsPngAndSvg()
    {
        var run = new ReportRun(_folder);
        IReadOnlyList<string> files = PaperReport.Write(_folder, run.Host);
        XElement page = Page(files[0]);

        XElement[] plots = [.. page.Descendants("svg").Where(svg => (string?)svg.Attribute("class") == "plot")];
        string[] names = [.. page.Descendants("figure").Select(figure => ((string)figure.Attribute("id")!)["figure-".Length..])];
        Assert.Equal(names.Length, plots.Length);
        Assert.Contains("recovery", names);
        Assert.All(plots, plot => Assert.True(((string)plot.Attribute("aria-label")!).Length > 20));
        Assert.Equal(names.SelectMany(name => (string[])[$"{name}.svg", $"{name}.png"]), files.Skip(1).Select(Path.GetFileName));
        Assert.All(files.Where(file => file.EndsWith(".png", StringComparison.Ordinal)), file => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(file)[..4]));
        Assert.All(files.Where(file => file.EndsWith(".svg", StringComparison.Ordinal)), file => Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName));
    }

    [Fact]
    public void Labels_AreWritten_WhateverFontsAMachineHas()
    {
        var run = new ReportRun(_folder);
        string recovery = PaperReport.Write(_folder, run.Host).Single(file => Path.GetFileName(file) == "recovery.svg");

        string[] texts = [.. XDocument.Load(recovery).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())];
        Assert.Contains("Recovery of the up-scaled model", texts);
        Assert.Contains("tokens trained on", texts);
        Assert.Contains("the base on held-out text", texts);
        Assert.All(XDocument.Load(recovery).Descendants().Attributes("font-family"), family => Assert.StartsWith("Inter", family.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void GraphOfTheProgram_HasEachBoxAndEachArrow()
    {
        var run = new ReportRun(_folder);
        XElement graph = Page(Write(run)).Descendants("svg").Single(svg => (string?)svg.Attribute("class") == "build-graph");
        IReadOnlyList<BuiltThing> things = BuiltProgram.Read(run.Host, ReportRun.Rows).Things;

        Assert.Equal(things.Select(thing => thing.Name), graph.Elements("g").Attributes("data-node").Select(name => name.Value));
        Assert.Equal(
            things.SelectMany(thing => thing.Inputs.Select(input => $"{input}>{thing.Name}")).Order(StringComparer.Ordinal),
            graph.Elements("g").Where(edge => edge.Attribute("data-from") is not null).Select(edge => $"{(string)edge.Attribute("data-from")!}>{(string)edge.Attribute("data-to")!}").Order(StringComparer.Ordinal));
        Assert.Contains(graph.Descendants("text"), text => text.Value == "AlpacaGpt4 + OpenOrca");
    }

    [Fact]
    public void CostOfEachStage_IsItsRecords()
    {
        var run = new ReportRun(_folder);
        XElement costs = Page(Write(run)).Descendants("div").Single(div => (string?)div.Attribute("aria-label") == "Costs");

        foreach (BuiltThing thing in BuiltProgram.Read(run.Host, ReportRun.Rows).Things.Where(thing => thing.Kind == BuildKind.Stage))
        {
            string[] cells = [.. costs.Descendants("tr").Single(row => (string?)row.Element("th") == thing.Name).Elements("td").Select(cell => cell.Value)];
            Assert.Equal("1,234", cells[2]);
            Assert.Equal("409,600", cells[4]);
            Assert.Equal(thing.Cost.Seconds.ToString("0.0", CultureInfo.InvariantCulture), cells[5]);
            Assert.Equal(((long)thing.Cost.TokensPerSecond!.Value).ToString("N0", CultureInfo.InvariantCulture), cells[6]);
            Assert.Equal(((long)(thing.Cost.PeakMemory!.Value / 1e6)).ToString("N0", CultureInfo.InvariantCulture), cells[7]);
        }
    }

    [Fact]
    public void Manifest_HasHashesSeedAndTheProgram_AndEscapesThem()
    {
        var run = new ReportRun(_folder);
        string text = File.ReadAllText(Write(run));
        BuiltThing stage = BuiltProgram.Read(run.Host, ReportRun.Rows).Things.Single(thing => thing.Name == "SftV1");

        Assert.Contains(stage.Output, text, StringComparison.Ordinal);
        Assert.Contains(stage.Key, text, StringComparison.Ordinal);
        Assert.Contains("SftV1&lt;&amp;&gt;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SftV1<&>", text, StringComparison.Ordinal);
        XElement program = Page(text: text).Descendants("pre").Single();
        Assert.Equal(File.ReadAllText(Solar.Testing.Repository.Path("samples/SolarPaper/Paper/Paper.cs")), program.Value);
    }

    [Fact]
    public void WhatIsNotThere_IsTold_AndTheRestIsWritten()
    {
        var run = new ReportRun(_folder);
        System.IO.Directory.Delete(Path.Combine(run.Evaluations, "SftV2"), recursive: true);
        File.Delete(Path.Combine(run.Checkpoint("DpoV1"), "training_log.jsonl"));
        File.Delete(Path.Combine(_folder, "checkpoints", ".build", "SolarPaper.Declared.Merge46.json"));

        XElement page = Page(Write(run));
        string[] missing = [.. page.Descendants("div").Single(div => (string?)div.Attribute("class") == "missing").Descendants("li").Select(item => item.Value)];

        Assert.Equal(["SftV2 was not measured.", "DpoV1 has no log of its training.", "The effects were not computed: that needs every answer of every checkpoint of the tables.", "Merge46 was not built."], missing.Order(Comparer<string>.Create((a, b) => Rank(a) - Rank(b))));
        Assert.All(Cells(TableUnder(page, PaperTable.All[1].Title), "SftV2").Skip(PaperTable.All[1].Columns.Count), cell => Assert.Equal("–", cell));
        Assert.Contains("build-open", (string)page.Descendants("g").Single(box => (string?)box.Attribute("data-node") == "Merge46").Element("rect")!.Attribute("class")!, StringComparison.Ordinal);

        static int Rank(string text) => text[0] switch { 'S' => 0, 'D' => 1, 'T' => 2, _ => 3 };
    }

    [Fact]
    public void NothingAtAll_IsAReportThatSaysSo()
    {
        XElement page = Page(PaperReport.Write(_folder, PaperHost.Create(_folder))[0]);

        Assert.Contains("SolarInstruct was not built.", page.Value, StringComparison.Ordinal);
        Assert.Contains("There is nothing to draw.", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void SameRun_SameBytes()
    {
        var run = new ReportRun(_folder);
        IReadOnlyList<string> files = PaperReport.Write(_folder, run.Host);
        byte[][] first = [.. files.Select(File.ReadAllBytes)];

        Assert.Equal(files, PaperReport.Write(_folder, run.Host));
        Assert.All(files.Zip(first), file => Assert.Equal(file.Second, File.ReadAllBytes(file.First)));
    }

    private static string Write(ReportRun run) => PaperReport.Write(run.Directory, run.Host)[0];

    private static XElement Page(string? file = null, string? text = null) =>
        XDocument.Parse((text ?? File.ReadAllText(file!)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), LoadOptions.PreserveWhitespace).Root!;

    private static XElement TableUnder(XElement page, string title) =>
        page.Descendants("h3").Single(heading => heading.Value == title).ElementsAfterSelf("div").First().Element("table")!;

    private static string[] Cells(XElement table, string head) =>
        [.. table.Descendants("tr").Single(row => row.Element("th")?.Value == head).Elements("td").Select(cell => Spaces().Replace(cell.Value, " ").Trim())];

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
