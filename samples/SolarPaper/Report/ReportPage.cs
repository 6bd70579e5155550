using System;
using System.Collections.Generic;
using Solar.Lab.Reports;
using SolarPaper.Layers;

namespace SolarPaper.Report;

/// <summary>The report: one page that needs nothing else.</summary>
internal static class ReportPage
{
    /// <summary>The page.</summary>
    /// <param name="inputs">What it tells.</param>
    /// <param name="draw">Writes the files of a figure and returns its picture as a part of a page.</param>
    public static string Write(ReportInputs inputs, Func<Figure, string> draw)
    {
        var page = new Html();
        page.Add($"<!DOCTYPE html>");
        page.Add($"<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>{inputs.Subject.Title}</title>");
        page.AddRaw($"<style>{PageStyle.Css}</style></head><body>");
        Opening(page, inputs);
        page.Add($"<main>");
        if (inputs.IsTested)
        {
            Section(page, "effects", "What became of the paper’s effects");
            EffectTable.Write(page, inputs);
            Section(page, "tables", "Tables 1 to 7");
            DataTable.Write(page, inputs);
            ScoreTables.Write(page, inputs);
            Figures(page, CurveSection.Scores(inputs), draw);
        }

        Section(page, "recovery", "Recovery after up-scaling");
        Figures(page, CurveSection.Recovery(inputs), draw);
        if (inputs is { Study: null, Layers: { } layers })
        {
            var figures = new LayerFigures([layers]);
            page.Add($"<h3>Layers, and the seam between the copies</h3><p>{LayerFigures.Text}</p><p>{figures.Sentence}</p>");
            Figures(page, figures.All, draw);
        }

        Section(page, "learning", "Learning curves");
        page.Add($"<p>The loss of each stage, by the tokens that it has seen; that of the first step, before any update, stands at none. Loss on held-out text stands beside it where the stage measures it.</p>");
        page.Add($"<div class=\"plots\">");
        Figures(page, CurveSection.Learning(inputs), draw);
        page.Add($"</div>");
        if (inputs.Study is { } study)
        {
            Section(page, "study", study.Title);
            StudyPart.Write(page, study, figure => Picture(figure, draw));
        }

        Graph(page, inputs);
        Section(page, "cost", "What it cost");
        CostTable.Write(page, inputs);
        Section(page, "manifest", "What it follows from");
        ManifestSection.Write(page, inputs);
        page.Add($"</main><footer><p>Written by the program of samples/SolarPaper. Kim et al., “SOLAR 10.7B: Scaling Large Language Models with Simple yet Effective Depth Up-Scaling”, arXiv 2312.15166. Every plot stands beside this page in the folder plots, as PNG and as SVG.</p></footer></body></html>");
        return page.ToString();
    }

    private static void Opening(Html page, ReportInputs inputs)
    {
        page.Add($"<header><h1>{inputs.Subject.Title}</h1><p class=\"lead\">Depth up-scaling, continued pretraining, instruction tuning, alignment and merging, up to the paper’s tables, by one program of declarations.</p>");
        page.Add($"<div class=\"sides\"><div><h2>Measured here: {inputs.Subject.Here}</h2>");
        page.Add($"<p>{inputs.Subject.Tells(inputs)}</p></div>");
        page.Add($"<div><h2>Measured by the paper</h2><p>SOLAR 10.7B: Mistral 7B’s 32 layers up-scaled to 48, trained on by its authors and measured by the Open LLM Leaderboard’s H6. All figures marked as the paper’s are theirs. The paper gives no standard errors, and neither data, tokens nor learning rates of its continued pretraining; those here are this program’s own choice.</p></div></div>");
        if (inputs.Missing.Count > 0)
        {
            page.Add($"<div class=\"missing\" role=\"note\"><p><strong>This report is not whole:</strong></p><ul>");
            foreach (string missing in inputs.Missing)
            {
                page.Add($"<li>{missing}</li>");
            }

            page.Add($"</ul></div>");
        }

        page.Add($"<nav aria-label=\"Contents\">{new Markup(inputs.IsTested ? "<a href=\"#effects\">Effects</a><a href=\"#tables\">Tables</a>" : "")}<a href=\"#recovery\">Recovery</a><a href=\"#learning\">Learning</a>{new Markup(inputs.Study is null ? "" : "<a href=\"#study\">Study</a>")}<a href=\"#graph\">Graph</a><a href=\"#cost\">Cost</a><a href=\"#manifest\">Manifest</a></nav></header>");
    }

    private static void Graph(Html page, ReportInputs inputs)
    {
        Section(page, "graph", "What is made from what");
        page.Add($"<p><span class=\"key\" style=\"background:var(--build-model);margin-left:0\"></span>up-scaled<span class=\"key\" style=\"background:var(--build-stage);border-radius:6px\"></span>trained, with its data<span class=\"key\" style=\"background:var(--build-merge)\"></span>merged. A dashed box is not built.</p>");
        page.Add($"<div class=\"scroll wide\" tabindex=\"0\" role=\"region\" aria-label=\"Graph\">");
        page.AddRaw(BuildGraphSvg.Draw(inputs.Program).Replace(" xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal));
        page.Add($"</div>");
    }

    private static void Section(Html page, string id, string title) => page.Add($"<h2 id=\"{id}\">{title}</h2>");

    private static void Figures(Html page, IEnumerable<Figure> figures, Func<Figure, string> draw)
    {
        Figure[] all = [.. figures];
        foreach (Figure figure in all)
        {
            page.Add($"{Picture(figure, draw)}");
        }

        if (all.Length == 0)
        {
            page.Add($"<p>There is nothing to draw.</p>");
        }
    }

    private static Markup Picture(Figure figure, Func<Figure, string> draw) =>
        new($"<figure id=\"figure-{Html.Escape(figure.Name)}\">{draw(figure)}{(figure.Caption.Length > 0 ? $"<figcaption>{Html.Escape(figure.Caption)}</figcaption>" : "")}</figure>");
}
